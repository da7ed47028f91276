// One small map: ground, axes, signs, the runs up to the frame; hover says what stands there.

import { stepAt } from "../../../player/js/base/decode.js";
import { fittedBox, planeScale } from "../../../player/js/base/geometry.js";
import { circle, clipped, drawGlyph, framed, inked, through } from "../../../player/js/drawing/pen.js";
import { paintBasins, paintPicture } from "./ground.js";
import { dashOf, runColor } from "../../../player/js/base/look.js";
import { axisName, linearTicks, shortNumber } from "../../../player/js/base/numbers.js";
import { drawExit, drawHead } from "../../../player/js/drawing/paths.js";

const NARROWEST = 0.5; // a window that is narrower is stretched rather than drawn as a ribbon

export class Panel {
  constructor(element, pick) {
    this.element = element;
    element.innerHTML =
      '<figcaption><b></b><span></span></figcaption><div class="gdviz-plate"><canvas class="gdviz-plate-ground"></canvas><canvas class="gdviz-plate-layer" tabindex="0"></canvas><div class="gdviz-tip" hidden></div></div><p class="gdviz-panel-sentence"></p>';
    const find = (selector) => element.querySelector(selector);
    Object.assign(this, { title: find("b"), words: find("span"), sentence: find(".gdviz-panel-sentence"), plate: find(".gdviz-plate"), ground: find(".gdviz-plate-ground"), layer: find(".gdviz-plate-layer"), tip: find(".gdviz-tip") });
    this.pen = this.layer.getContext("2d");
    this.layer.addEventListener("click", (event) => {
      const place = this.placeOf(event);
      if (place) pick(place);
    });
    this.layer.addEventListener("pointermove", (event) => this.hover(event));
    this.layer.addEventListener("pointerleave", () => (this.tip.hidden = true));
    this.layer.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!way || !this.shown?.start) return;
      event.preventDefault();
      event.stopPropagation();
      const stride = event.shiftKey ? 0.1 : 0.01;
      const [[x0, x1], [y0, y1]] = this.shown.window;
      pick({ x: this.shown.start[0] + way[0] * stride * (x1 - x0), y: this.shown.start[1] + way[1] * stride * (y1 - y0) });
    });
  }

  /** New content, theme or size. */
  async show(shown, look) {
    Object.assign(this, { shown, look });
    this.title.textContent = shown.title;
    this.words.textContent = shown.words;
    this.sentence.textContent = shown.sentence || "";
    this.sentence.hidden = shown.sentence === null;
    this.element.dataset.tone = shown.tone;
    this.element.style.setProperty("--gv-run", runColor(shown.color, look.theme));
    this.layer.setAttribute("aria-label", [shown.title, shown.words, shown.sentence].filter(Boolean).join(": "));
    this.measure();
    const ground = shown.basins ? shown.basins.codes + shown.basins.colors : shown.ground?.[look.theme];
    const key = `${ground} ${look.theme}`;
    if (key !== this.painted) {
      this.painted = key;
      this.found = null;
      if (shown.basins) this.found = await paintBasins(this.ground, shown.basins, look.theme);
      else await paintPicture(this.ground, shown.ground, look.theme);
    }
  }

  measure() {
    const ratio = window.devicePixelRatio || 1;
    const more = this.look.text - 11;
    const [across, down] = [42 + 3 * more, 30 + 1.5 * more];
    const aspect = this.aspect();
    // As high as the width asks for; the style sheet bounds it.
    this.plate.style.height = this.shown.even ? `${Math.round((this.plate.clientWidth - across) / aspect + down)}px` : "";
    const [width, height] = [this.plate.clientWidth, this.plate.clientHeight];
    const room = { left: across - 8, top: 6, width: Math.max(20, width - across), height: Math.max(20, height - down) };
    this.box = this.shown.even ? fittedBox(room, aspect) : room;
    const { left, top } = this.box;
    Object.assign(this.ground.style, { left: `${left}px`, top: `${top}px`, width: `${this.box.width}px`, height: `${this.box.height}px` });
    Object.assign(this.layer, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    this.ratio = ratio;
    this.scale = planeScale(this.shown.window, this.box);
  }

  /** Width over height of the window, so that one unit is as long across as up. */
  aspect() {
    const [[x0, x1], [y0, y1]] = this.shown.window;
    return Math.min(Math.max((x1 - x0) / (y1 - y0), NARROWEST), 1 / NARROWEST);
  }

  draw(frame) {
    const { pen, box, look, shown, scale, ratio } = this;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.layer.width, this.layer.height);
    this.axes();
    pen.save();
    clipped(pen, box);
    for (const mark of shown.marks) drawGlyph(pen, mark.kind, scale.px(mark.point[0]), scale.py(mark.point[1]), look, null, 0.8 * look.stroke);
    for (const run of shown.runs) this.path(run, frame);
    if (shown.start) this.start(...shown.start);
    for (const run of shown.runs) drawHead(pen, run, frame, scale, { ...look, scale: 0.85 * look.stroke });
    const taken = [];
    for (const run of shown.runs) drawExit(pen, run, frame, scale, shown.window, box, { ...look, scale: 0.8 * look.stroke }, taken);
    pen.restore();
  }

  path(run, frame) {
    const { pen, scale, look } = this;
    through(pen, Array.from({ length: stepAt(run, frame) + 1 }, (_, t) => [clamped(scale.px(run.x[t])), clamped(scale.py(run.y[t]))]));
    pen.lineJoin = "round";
    inked(pen, [look.halo, 3.8 * look.stroke], [runColor(run.color, look.theme), 2.2 * look.stroke, dashOf(run.dash, 0.8 * look.stroke)]);
  }

  start(x, y) {
    const { pen, scale, look } = this;
    circle(pen, scale.px(x), scale.py(y), 5 * look.stroke);
    inked(pen, [look.halo, 5 * look.stroke], [look.ink, 2 * look.stroke]);
  }

  axes() {
    const { pen, box, look, scale, shown } = this;
    const large = Math.sqrt(look.text / 11);
    const across = linearTicks(...shown.window[0], box.width / (60 * large)).map((tick) => [scale.px(tick), shortNumber(tick, 4)]);
    const up = linearTicks(...shown.window[1], box.height / (50 * large)).map((tick) => [scale.py(tick), shortNumber(tick, 4)]);
    pen.font = `${look.text}px ${look.font}`;
    // The names of the axes stand in the corners.
    framed(pen, box, look, 5, across.filter(([x]) => x < box.left + box.width - 16), up.filter(([y]) => y > 14));
    Object.assign(pen, { fillStyle: look.ink, font: `italic 600 ${look.text + 1}px ${look.font}`, textBaseline: "top" });
    pen.fillText(axisName(shown.variables[0]), box.left + box.width, box.top + box.height + 4);
    pen.fillText(axisName(shown.variables[1]), box.left - 8, box.top - 3);
  }

  placeOf(event) {
    const { box, scale } = this;
    const around = this.layer.getBoundingClientRect();
    const [px, py] = [event.clientX - around.left, event.clientY - around.top];
    if (px < box.left || py < box.top || px > box.left + box.width || py > box.top + box.height) return null;
    return { x: scale.x(px), y: scale.y(py), px, py };
  }

  hover(event) {
    const place = this.shown && this.placeOf(event);
    this.tip.hidden = !place;
    if (!place) return;
    this.tip.textContent = `${shortNumber(place.x, 4)}, ${shortNumber(place.y, 4)}${this.fateAt(place)}`;
    const right = place.px > this.box.left + this.box.width * 0.5;
    this.tip.style.left = right ? "auto" : `${place.px + 14}px`;
    this.tip.style.right = right ? `${this.plate.clientWidth - place.px + 14}px` : "auto";
    this.tip.style.top = `${Math.max(0, place.py - 26)}px`;
  }

  /** Where the start under the mouse ends: the raster's cells stand about their starts, the edges included. */
  fateAt({ x, y }) {
    if (!this.found) return "";
    const { width, height, labels, steps } = this.found;
    const [[x0, x1], [y0, y1]] = this.shown.window;
    const column = Math.min(width - 1, Math.max(0, Math.round(((x - x0) / (x1 - x0)) * (width - 1))));
    const row = Math.min(height - 1, Math.max(0, Math.round(((y1 - y) / (y1 - y0)) * (height - 1))));
    const cell = row * width + column;
    const { names, ends } = this.shown.basins;
    const label = labels[cell];
    if (label >= 0) return `: ${names[label]} after ${steps[cell]} steps`;
    return `: ${ends[String(label)]}`;
  }
}

function clamped(pixel) {
  return Math.min(Math.max(pixel, -4000), 4000);
}
