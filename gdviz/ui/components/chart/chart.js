// One chart: Plotly in the page's colours; a click or an arrow key is sent in the units of the axes.

import { runColor } from "../../../player/js/base/look.js";
import { guarded, readLook } from "../../../player/js/base/page.js";
import { plotlyFor } from "../vendor.js";

const STILL_HAND = 5;

/** Colours by name: @ink, @paper, @muted, @line, @accent, @warn, @good, @#RRGGBB (a run's, in its shade). */
function colored(value, look) {
  if (typeof value === "string" && value.startsWith("@")) {
    const name = value.slice(1);
    return name.startsWith("#") ? runColor(name, look.theme) : look[name];
  }
  if (Array.isArray(value)) return value.map((one) => colored(one, look));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, colored(one, look)]));
  return value;
}

export default class Chart {
  constructor(root) {
    this.root = root;
    root.tabIndex = 0;
    this.plot = document.createElement("div");
    this.note = document.createElement("p");
    this.note.className = "gdviz-note";
    this.note.hidden = true;
    root.replaceChildren(this.plot, this.note);
    root.addEventListener("pointerdown", (event) => this.pressed(event), true);
    root.addEventListener("keydown", (event) => this.key(event));
    this.watcher = new ResizeObserver(() => this.resized());
    this.watcher.observe(root);
  }

  update(data, setStateValue) {
    Object.assign(this, { data, setStateValue });
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", data.label);
    this.root.classList.toggle("gdviz-clickable", data.clickable);
    this.drawn();
  }

  /** Draw; a failure is shown as a sentence. */
  drawn() {
    return guarded(this.root, () => this.draw());
  }

  async draw() {
    const plotly = await plotlyFor("flat", this.data.vendor);
    const look = readLook(this.root, "");
    const { traces, layout, height } = colored(this.data.figure, look);
    this.width = this.root.clientWidth;
    const zoom = parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
    const axis = { color: look.muted, gridcolor: look.line, linecolor: look.line, zeroline: false, fixedrange: true, tickfont: { size: 11 * zoom } };
    const axes = Object.fromEntries(Object.keys(layout).filter((name) => /^[xy]axis/.test(name)).map((name) => [name, { ...axis, ...layout[name] }]));
    const base = { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", dragmode: false, showlegend: false, hovermode: "closest", font: { family: look.font, size: 12 * zoom, color: look.ink }, hoverlabel: { bgcolor: look.paper, bordercolor: look.line, font: { color: look.ink, size: 12 * zoom } } };
    this.layout = { ...base, ...layout, ...axes, width: this.width, height };
    await plotly.react(this.plot, traces, this.layout, { displayModeBar: false, responsive: false, doubleClick: false });
    this.root.dataset.theme = look.theme;
    this.root.dataset.chosen = String(this.data.figure.chosen ?? "");
    this.root.dataset.ready = "1";
    requestAnimationFrame(() => readLook(this.root, "").theme !== look.theme && this.drawn());
  }

  resized() {
    if (!this.data || !this.root.isConnected || Math.abs(this.root.clientWidth - this.width) < 1) return;
    this.drawn();
  }

  destroy() {
    this.watcher.disconnect();
  }

  /** A pixel in the numbers of the first pair of axes, or null outside the plot. */
  place(event) {
    const { margin: m, xaxis, yaxis, width, height } = this.layout;
    const box = this.plot.getBoundingClientRect();
    const across = (event.clientX - box.left - m.l) / (width - m.l - m.r);
    const up = 1 - (event.clientY - box.top - m.t) / (height - m.t - m.b);
    if (across < -0.01 || across > 1.01 || up < -0.01 || up > 1.01) return null;
    const value = (axis, share) => {
      const [low, high] = axis.range;
      const number = low + Math.min(1, Math.max(0, share)) * (high - low);
      return axis.type === "log" ? 10 ** number : number;
    };
    return { x: value(xaxis, across), y: value(yaxis, up) };
  }

  /** Plotly covers the page while a button is down: the release is heard by the window. */
  pressed(event) {
    this.down = [event.clientX, event.clientY];
    window.addEventListener("pointerup", (later) => this.up(later), { once: true, capture: true });
  }

  up(event) {
    if (!this.data.clickable || !this.down || Math.hypot(event.clientX - this.down[0], event.clientY - this.down[1]) > STILL_HAND) return;
    const place = this.place(event);
    if (place) this.setStateValue("clicked", { ...place, n: Date.now() });
  }

  key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way || !this.data.clickable || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.setStateValue("clicked", { across: way[0], up: way[1], n: Date.now() });
  }
}
