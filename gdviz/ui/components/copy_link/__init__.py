"""A button that copies the address of the scene, and of the frame, that is shown."""

import streamlit as st

HTML = """
<button class="gdviz-copy" type="button" aria-label="Copy link">
  <svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2"
       stroke-linecap="round" aria-hidden="true"><path d="M10 14a5 5 0 0 0 7 0l3-3a5 5 0 0 0-7-7l-1 1"/>
    <path d="M14 10a5 5 0 0 0-7 0l-3 3a5 5 0 0 0 7 7l1-1"/></svg>
  <span class="gdviz-copy-word" role="status">Copy link</span>
</button>
"""
CSS = """
.gdviz-copy { display: inline-flex; gap: .4rem; align-items: center; padding: .2rem .7rem; font: inherit;
  font-size: .85rem; line-height: 1.6; color: var(--st-text-color); background: transparent; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: 6px; white-space: nowrap; }
.gdviz-copy:hover, .gdviz-copy[data-copied] { color: var(--st-primary-color); border-color: currentColor; }
.gdviz-copy:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
"""
JS = """
function copyBySelection(text) {  // for http:// on a local network, where there is no navigator.clipboard
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
export default function ({ parentElement }) {
  const button = parentElement.querySelector(".gdviz-copy");
  const word = parentElement.querySelector(".gdviz-copy-word");
  button.onclick = async () => {
    const address = new URL(window.location.href);
    const player = document.querySelector(".gdviz-player");
    if (player && player.dataset.frame !== String(player.dataset.frames - 1)) {
      address.searchParams.set("frame", player.dataset.frame);
    } else {
      address.searchParams.delete("frame");
    }
    address.search = address.search.replaceAll("%7E", "~");  // as the address bar writes it
    try { await navigator.clipboard.writeText(address.href); } catch { copyBySelection(address.href); }
    button.dataset.copied = address.href;
    word.textContent = "Copied";
    setTimeout(() => { word.textContent = "Copy link"; delete button.dataset.copied; }, 2000);
  };
}
"""

_button = st.components.v2.component("gdviz_copy_link", html=HTML, css=CSS, js=JS, isolate_styles=False)


def copy_link() -> None:
    """Draw the button."""
    _button(key="copy-link", width="content", height="content")
