// The map: contour ground below; axes, paths, signs and the start above; panned, zoomed and clicked by hand.

import { beyondGround, drawAxes, shownView, takeRoom } from "./axes.js";
import { Ground } from "./contour.js";
import { fittingView, planeScale, thinPaths, zoomView } from "../base/geometry.js";
import { insideAt } from "../inside/inside.js";
import { drawInside } from "../inside/insidedraw.js";
import { guarded } from "../base/page.js";
import { pointed, pointedIn, shortNumber } from "../base/numbers.js";
import { clipped } from "../drawing/pen.js";
import { drawArrows, drawExit, drawHead, drawNewest } from "../drawing/paths.js";
import { listen } from "./pointer.js";
import { drawPhrases } from "../controls/marks.js";
import { readingAt, showTip } from "./tips.js";
import { drawCurveLine, drawTangents } from "../line/drawline.js";
import { Signs } from "./signs.js";
import { Trails } from "./trails.js";

const SETTLED = 150; // milliseconds without a pan or zoom after which the ground follows

export class MapView {
  constructor(parts, { onStart, onView, onFrame, onGround, signal }) {
    Object.assign(this, { parts, onStart, onView, onFrame, onGround, signal, scene: null, paths: new Map(), frame: 0, timer: null });
    this.pen = parts.layer.getContext("2d");
    this.ground = new Ground(parts.contour, parts.holes);
    this.trails = new Trails(parts.halo, parts.trail);
    this.signs = new Signs();
    listen(this);
  }

  /** New data, look or size: the paths at once, … */
  show(scene) {
    this.scene = scene;
    this.signs.take(scene);
    Object.assign(this, takeRoom(this.parts, scene.look));
    this.view = scene.view2d ? shownView(scene.surface, scene.view2d, this.box, false) : shownView(scene.surface, scene.surface.window, this.box);
    this.rescale();
  }

  /** Other runs on the same ground, of the same look and size. */
  move(scene) {
    Object.assign(this, { scene, paths: thinPaths(scene.runs, this.scale) });
    this.signs.take(scene);
    this.trails.clear();
  }

  /** … and the ground, if it changed. A surface without a formula has it in its own window only. */
  async showGround() {
    if (this.scene.curve) return this.ground.clear();
    const { grid, surface, view, look } = this.scene;
    const window = surface.program ? this.view : surface.window;
    await this.ground.draw({ grid, surface, window, levels: view.levels, look, box: this.box });
    this.ground.place(this.scale, this.box);
    this.onGround();
    guarded(this.parts.root, () => this.showFound()); // nothing waits for it
  }

  /** The critical points of the view that is shown now, when they are known. */
  async showFound() {
    if (!(await this.signs.find(this.scene.surface, this.view)) || !this.parts.root.isConnected) return;
    this.signs.take(this.scene);
    this.onGround();
    this.draw(this.frame);
  }

  /** The ground of another view, once the hand rests; until then the old one is moved. */
  followView() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.parts.root.isConnected && guarded(this.parts.root, () => this.showGround()), SETTLED);
  }

  rescale() {
    this.scale = planeScale(this.view, this.box);
    this.paths = thinPaths(this.scene.runs, this.scale);
    this.trails.reset(this.parts.map.clientWidth, this.parts.map.clientHeight, this.ratio, this.box);
    const { axes, layer } = this.parts;
    Object.assign(axes, { width: layer.width, height: layer.height });
    drawAxes(axes, this);
    if (this.scene.curve) drawCurveLine(axes, this);
    this.ground.place(this.scale, this.box);
    this.draw(this.frame);
  }

  draw(frame) {
    this.frame = frame;
    if (!this.scale) return;
    const { pen, box, scene, ratio } = this;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.parts.layer.width, this.parts.layer.height);
    this.trails.draw(scene.runs, this.paths, frame, scene.look);
    pen.save();
    clipped(pen, box);
    if (scene.curve && scene.view.arrows) drawTangents(pen, frame, this);
    for (const run of scene.runs) drawNewest(pen, run, frame, this.scale, scene.look);
    scene.fit.drawOnMap(pen, frame, this);
    this.signs.draw(pen, scene, this.scale, frame);
    const steepest = Math.max(0, ...scene.runs.map((run) => run.slope[0]));
    const inspected = !scene.curve && scene.runs.find((run) => run.id === scene.inside?.run);
    if (scene.view.arrows && !inspected) for (const run of scene.runs) drawArrows(pen, run, frame, this.scale, scene.look, steepest);
    for (const run of scene.runs) drawHead(pen, run, frame, this.scale, scene.look);
    scene.fit.drawWordsOnMap(pen, this);
    if (inspected) drawInside(pen, insideAt(scene.inside, inspected, frame, scene.view.step === "next"), scene.inside, inspected, this.scale, scene.look, scene.insideOff);
    const taken = [];
    drawPhrases(pen, scene, frame, (mark) => this.pixelOf(mark.point), box, taken);
    for (const run of scene.runs) drawExit(pen, run, frame, this.scale, scene.surface.window, box, scene.look, taken);
    pen.restore();
    this.answer.draw(pen, frame);
    this.placeStart(...scene.start());
  }

  /** What the legend says of this map. */
  legend() {
    const { grid, remark } = this.ground;
    return { marks: this.signs.marks, blank: grid?.blank ?? this.scene.surface.blank, remark: this.signs.points.remark || remark || beyondGround(this.scene.surface, this.view) };
  }

  /** The pixel of a point, null where the view does not show it. */
  pixelOf([x, y]) {
    return this.scale.inside(x, y) ? [this.scale.px(x), this.scale.py(y)] : null;
  }

  placeStart(...point) {
    const { start } = this.parts;
    const [x, y] = this.shownAt(point);
    const visible = this.scale.inside(x, y);
    start.hidden = !visible;
    if (visible) start.style.transform = `translate(${this.scale.px(x)}px, ${this.scale.py(y)}px)`;
    start.setAttribute("aria-label", `Start point ${shortNumber(x, 5)}, ${shortNumber(y, 5)}`);
  }

  /** A pixel of the layer becomes the start, inside the picture and rounded to what a hand can mean. */
  moveStart(px, py, final) {
    if (this.scale) this.onStart(pointedIn([this.scale.x(px), this.scale.y(py)], this.view), final);
  }

  /** A press: what stands there is read and its frame shown; on free ground it sets the start. */
  press(px, py, finger) {
    const reading = this.scale ? readingAt(this, px, py, finger) : null;
    this.parts.tip.hidden = true;
    if (!reading) return this.moveStart(px, py, true);
    if (reading.frame !== null) this.onFrame(reading.frame);
    showTip(this, px, py, reading.text);
    this.parts.live.textContent = reading.text;
  }

  /** A point of the plane as the picture shows it: of one variable, on the curve. */
  shownAt(point) {
    return this.scene.curve?.placed(point) ?? point;
  }

  nudgeStart([right, up], strides) {
    const [x, y] = this.shownAt(this.scene.start());
    const spans = this.view.map(([low, high]) => high - low);
    this.onStart([pointed(x + right * strides * spans[0] * 0.01, spans[0]), pointed(y + up * strides * spans[1] * 0.01, spans[1])], false);
  }

  pan(dx, dy) {
    const { box } = this;
    const [[x0, x1], [y0, y1]] = this.view;
    const shift = [(-dx / box.width) * (x1 - x0), (dy / box.height) * (y1 - y0)];
    this.setView(this.view.map(([low, high], axis) => [low + shift[axis], high + shift[axis]]));
  }

  zoom(px, py, factor) {
    this.setView(zoomView(this.view, this.scene.surface.window, [this.scale.x(px), this.scale.y(py)], factor));
  }

  zoomMiddle(factor) {
    this.zoom(this.box.left + this.box.width / 2, this.box.top + this.box.height / 2, factor);
  }

  fit() {
    const { surface, runs } = this.scene;
    this.setView(shownView(surface, fittingView(runs, surface.window), this.box));
  }

  /** Back to the window of the scene. */
  reset() {
    const { surface } = this.scene;
    this.setView(shownView(surface, surface.window, this.box));
    this.onView(undefined);
  }

  setView(view) {
    this.view = this.scene.curve?.view(view[0]) ?? view;
    this.onView(this.view);
    this.rescale();
    this.followView();
  }
}
