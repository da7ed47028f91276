// The row of small maps: follows the player's frame, or plays by itself when something new is picked.

import { unpackRun } from "../../../player/js/base/decode.js";
import { guarded, readLook } from "../../../player/js/base/page.js";
import { Panel } from "./panel.js";

const SECONDS = 4;
const USUAL_SIZE = 15; // pixels of the page's own type
const STRONG = 1.8; // strokes for the last row, where the page sets --gdviz-type

export default class Row {
  constructor(root) {
    Object.assign(this, { root, panels: [], frame: 0, last: 0, playing: false, player: null });
    this.heard = (event) => this.root.isConnected && this.followed(event.detail);
    this.watcher = new ResizeObserver(() => this.resized());
  }

  update(data, setStateValue) {
    const picked = this.data && data.play !== this.data.play;
    Object.assign(this, { data, setStateValue });
    guarded(this.root, () => this.take(data, picked));
  }

  async take(data, picked) {
    this.root.dataset.layout = data.layout;
    while (this.panels.length < data.panels.length) this.add();
    while (this.panels.length > data.panels.length) this.panels.pop().element.remove();
    this.shown = data.panels.map((panel) => ({ ...panel, even: data.layout === "stage", runs: panel.runs.map(unpackRun) }));
    this.last = Math.max(0, ...this.shown.flatMap((panel) => panel.runs.map((run) => run.steps)));
    this.root.dataset.frames = String(this.last + 1);
    if (!data.follow) this.frame = picked ? 0 : this.last;
    await this.redraw();
    this.root.dataset.ready = "1";
    if (data.follow) this.follow();
    else if (picked) this.play();
  }

  add() {
    const figure = document.createElement("figure");
    figure.className = "gdviz-panel";
    this.root.append(figure);
    const number = this.panels.length;
    const panel = new Panel(figure, ({ x, y }) => this.data.clickable && this.setStateValue("picked", { panel: number, x, y, n: Date.now() }));
    this.panels.push(panel);
    this.watcher.observe(panel.plate);
  }

  async redraw() {
    this.sizes = this.plateSizes();
    const look = readLook(this.root, "");
    const type = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const projected = getComputedStyle(this.root).getPropertyValue("--gdviz-type") !== "";
    Object.assign(look, projected ? { text: type, stroke: STRONG } : { text: (11 * type) / USUAL_SIZE, stroke: 1 });
    const painted = this.panels.map((panel, k) => panel.show(this.shown[k], look));
    this.draw(); // on the ground as it was: nothing is blank while the new one is painted
    await Promise.all(painted);
    this.draw();
    this.theme = look.theme;
    requestAnimationFrame(() => readLook(this.root, "").theme !== this.theme && guarded(this.root, () => this.redraw()));
  }

  resized() {
    if (!this.shown || !this.root.isConnected || this.plateSizes() === this.sizes) return;
    guarded(this.root, () => this.redraw());
  }

  /** Width and height of every map: the height follows the window's, the width the page's. */
  plateSizes() {
    return this.panels.map(({ plate }) => `${plate.clientWidth}x${plate.clientHeight}`).join(" ");
  }

  draw() {
    for (const panel of this.panels) if (panel.shown) panel.draw(this.frame);
    this.root.dataset.frame = String(Math.floor(this.frame));
    this.root.dataset.playing = this.playing ? "1" : "0";
  }

  destroy() {
    this.watcher.disconnect();
    this.player?.removeEventListener("gdviz-frame", this.heard);
  }

  /** Lock-step: the player tells its frame, between two steps too. */
  follow() {
    const player = document.querySelector(".gdviz-player");
    if (!player) {
      setTimeout(() => this.root.isConnected && this.follow(), 200);
      return;
    }
    if (player !== this.player) {
      this.player?.removeEventListener("gdviz-frame", this.heard);
      player.addEventListener("gdviz-frame", this.heard);
      this.player = player;
    }
    this.followed(Number(player.dataset.frame) || 0);
  }

  followed(frame) {
    this.frame = Math.min(frame, this.last);
    if (this.shown) this.draw();
  }

  /** A picked run plays once, whole, in a few seconds; at once where motion is unwanted. */
  play() {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playing = !still && this.last > 0;
    this.frame = this.playing ? 0 : this.last;
    this.clock = null;
    this.draw();
    if (this.playing) requestAnimationFrame((now) => this.tick(now));
  }

  tick(now) {
    if (!this.playing || !this.root.isConnected) return;
    const seconds = this.clock === null ? 0 : Math.min(0.25, Math.max(0, (now - this.clock) / 1000));
    this.clock = now;
    // The first steps are the long ones: time runs slowly at first.
    this.spent = this.frame === 0 ? seconds : (this.spent || 0) + seconds;
    const share = Math.min(1, this.spent / SECONDS);
    this.frame = this.last * share ** 2;
    if (this.frame === 0 && share > 0) this.frame = 1e-6;
    this.playing = share < 1;
    if (!this.playing) this.frame = this.last;
    this.draw();
    if (this.playing) requestAnimationFrame((later) => this.tick(later));
  }
}
