"""Which frame the player shows, told to the part of the page that asks, whenever the player stands still."""

import streamlit as st

HTML = """<span class="gdviz-watch" hidden>
</span>"""
CSS = """.gdviz-watch { display: none; }
"""
JS = """
const WATCHES = new WeakMap();
const STANDSTILL = 120;  // milliseconds: a hand that scrubs is not followed frame by frame

class Watch {
  constructor(root) {
    Object.assign(this, { root, sent: null, timer: null, player: null });
    this.observer = new MutationObserver(() => this.look());
  }
  update(tell) {
    this.tell = tell;
    const player = document.querySelector(".gdviz-player");
    if (player && player !== this.player) {
      this.observer.disconnect();
      this.observer.observe(player, { attributeFilter: ["data-frame", "data-playing", "data-ready"] });
      this.player = player;
    }
    if (!player) setTimeout(() => this.root.isConnected && this.update(tell), 200);
    else this.look();
  }
  look() {
    clearTimeout(this.timer);
    const { frame, playing, ready } = this.player.dataset;
    if (playing === "1" || ready !== "1" || frame === undefined || frame === this.sent) return;
    this.timer = setTimeout(() => this.send(frame), STANDSTILL);
  }
  send(frame) {
    if (!this.root.isConnected) return;
    this.sent = frame;
    this.tell("frame", Number(frame));
  }
}
export default function ({ parentElement, setStateValue }) {
  const root = parentElement.querySelector(".gdviz-watch");
  if (!WATCHES.has(root)) WATCHES.set(root, new Watch(root));
  WATCHES.get(root).update(setStateValue);
  return () => { if (!root.isConnected) WATCHES.get(root)?.observer.disconnect(); };
}
"""
KEY = "frame-watch"

_watch = st.components.v2.component("gdviz_frame_watch", html=HTML, css=CSS, js=JS, isolate_styles=False)


def frame_shown(otherwise: int | None) -> int | None:
    """The frame at which the player stands; `otherwise` until it has said so. A fragment that asks reruns alone."""
    with st.container(key="frame-watch-place"):
        _watch(key=KEY, on_frame_change=_nothing)
    told = (st.session_state.get(KEY) or {}).get("frame")
    return told if isinstance(told, int) and not isinstance(told, bool) and told >= 0 else otherwise


def _nothing() -> None:
    """Streamlit keeps a state only when its callback is given."""
