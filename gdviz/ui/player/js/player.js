// One Player per root element: takes Streamlit's data, keeps the frame, and lets every part draw it.

import { CurvesChart } from "./curves.js";
import { unpackGrid, unpackRun } from "./decode.js";
import { Caption, isEvent } from "./events.js";
import { FitView } from "./fit.js";
import { unpackInside } from "./inside.js";
import { InsidePanel } from "./insidepanel.js";
import { showLegend } from "./legend.js";
import { MapView } from "./map.js";
import { build } from "./markup.js";
import { Courier, frameFor, memoryOf, reconcileView, switchesOf } from "./memory.js";
import { Readout } from "./readout.js";
import { guarded, noteFor, readLook } from "./page.js";
import { SpaceView } from "./space.js";
import { advance, clampFrame } from "./timeline.js";
import { bindTransport, showSwitches, showTransport } from "./transport.js";
import { plotlyFor } from "./vendor.js";

export class Player {
  constructor(root, key) {
    this.parts = build(root);
    this.memory = memoryOf(key);
    Object.assign(this, { root, frame: 0, last: 0, playing: false, clock: null, runs: [], marks: [], start: [0, 0], sent: null });
    this.tell = () => {};
    this.courier = new Courier(([x, y, held]) => this.tell("start", { x, y, held, n: (this.sent = Date.now()) }));
    this.map = new MapView(this.parts, { onStart: (point, final) => this.setStart(point, final), onView: (view) => this.keepZoom(view) });
    this.fit = new FitView(root, () => guarded(root, () => this.redraw()));
    this.chart = new CurvesChart(this.parts, this.fit, (frame) => this.goTo(frame));
    this.readout = new Readout(this.parts.readout);
    this.caption = new Caption(this.parts.event);
    this.insidePanel = new InsidePanel(this.parts.inside, { onSwitch: (name) => this.switchDrawing(name), onClose: () => this.setView({ inside: "off" }) });
    this.space = new SpaceView(this.parts.space, this.memory);
    bindTransport(this.parts, this);
    this.watcher = new ResizeObserver(() => this.resized());
    this.gone = () => this.watcher.disconnect();
  }

  /** New data from Python (or a theme flip): keep frame, zoom and switches, redraw what changed. */
  async update(data, tell) {
    this.tell = tell;
    this.data = data;
    this.bare = data.parts === "curves"; // the maps stand elsewhere on the page
    this.root.dataset.parts = data.parts || "all";
    for (const part of [this.root, this.parts.map]) this.watcher.observe(part);
    if (data.surface.key !== this.surface?.key) this.grid = unpackGrid(data.surface);
    this.surface = data.surface;
    if (data.run_key !== this.runKey) this.runs = data.runs.map(unpackRun);
    this.runKey = data.run_key;
    this.inside = unpackInside(data.inside, this.runs.find((run) => run.id === data.inside?.run));
    this.fit.take(data.fit);
    this.marks = data.marks;
    this.takeStart(data.start, data.heard);
    this.view = reconcileView(this.memory, data.view);
    this.last = Math.max(0, ...this.runs.map((run) => run.steps));
    if (this.playing) this.frame = Math.min(this.frame, this.last);
    else this.frame = frameFor(this.memory, data.frame, this.last, this.memory.asked);
    this.memory.asked = data.frame;
    // News may come again before the first drawing: the frame must be known by then.
    this.memory.frame = Math.floor(this.frame);
    this.memory.atEnd = this.frame >= this.last;
    this.reportFrame();
    this.parts.scrubber.max = String(this.last);
    this.root.dataset.frames = String(this.last + 1);
    this.parts.counter.lastElementChild.textContent = ` / ${this.last}`;
    await this.redraw();
    this.playNew(data.play);
  }

  /** What was picked elsewhere on the page is played from its start, once. */
  playNew(play) {
    if (!play || play === this.memory.played) return;
    this.memory.played = play;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.frame = 0;
    if (this.playing) this.clock = null;
    else this.toggle();
  }

  takeStart(start, heard) {
    // While a start is under way, other news (an echo of a switch) must not throw the marker back.
    const newer = this.courier.waiting !== null;
    if (this.courier.underway && heard === this.sent) this.courier.arrived();
    if (!newer && !this.courier.underway) this.start = start;
    this.root.dataset.start = this.start.join(",");
  }

  /** The scene as the parts see it: values, and the few that change by themselves as functions. */
  scene() {
    return {
      surface: this.surface,
      grid: this.grid,
      runs: this.runs,
      marks: this.marks,
      fates: this.data.fates || {},
      fit: this.fit,
      inside: this.insideShown(),
      insideOff: this.memory.insideOff,
      view: this.view,
      look: this.look,
      last: this.last,
      deepest: this.marks.find((mark) => mark.kind === "global")?.value ?? null,
      view2d: this.memory.zooms.get(JSON.stringify(this.surface.window) + this.surface.text),
      start: () => this.start,
      frame: () => this.frame,
      playing: () => this.playing,
    };
  }

  async redraw() {
    this.layout();
    this.look = readLook(this.root, this.view.size);
    showSwitches(this.parts, this.view);
    this.parts.space.hidden = !this.view.space;
    this.parts.map.hidden = this.view.space;
    this.root.dataset.view = this.view.space ? "3d" : "2d";
    showLegend(this.parts.legend, this);
    this.parts.events.hidden = this.eventFrames().length === 0;
    const scene = this.scene();
    this.fit.show(scene);
    this.map.frame = this.frame;
    if (!this.view.space && !this.bare) this.map.show(scene);
    this.readout.show(scene);
    this.insidePanel.show(scene, scene.inside, this.runs.find((run) => run.id === scene.inside?.run), scene.insideOff);
    this.root.dataset.inside = scene.inside?.run ?? "off";
    this.chart.show(scene);
    showTransport(this.parts, this);
    const vendor = this.data.vendor;
    if (this.view.space && !this.bare) await this.space.show(await plotlyFor("space", vendor), scene);
    else if (!this.bare) await this.map.showGround(await plotlyFor("flat", vendor));
    this.note(noteFor(this.surface, this.runs));
    this.drawFrame();
    this.root.dataset.runKey = this.runKey;
    this.root.dataset.ready = "1";
    // The page's colours may change a moment after the news of a new theme.
    requestAnimationFrame(() => this.look.theme !== readLook(this.root, this.view.size).theme && guarded(this.root, () => this.redraw()));
  }

  layout() {
    const width = this.root.clientWidth;
    this.root.dataset.layout = width >= 760 ? "wide" : "narrow";
    this.width = width;
    this.tall = this.parts.map.clientHeight;
  }

  resized() {
    if (!this.data || !this.root.isConnected) return;
    const same = this.root.clientWidth === this.width && this.parts.map.clientHeight === this.tall;
    if (same && this.root.dataset.ready === "1") return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => guarded(this.root, () => this.redraw()));
  }

  eventFrames() {
    const shown = new Set(this.runs.map((run) => run.id));
    return this.marks.filter((mark) => isEvent(mark) && shown.has(mark.run)).map((mark) => mark.frame);
  }

  /** Show a whole frame and stop playing. */
  goTo(frame) {
    this.playing = false;
    this.frame = clampFrame(frame, this.last);
    this.drawFrame();
  }

  toggle() {
    this.playing = !this.playing && this.last > 0;
    if (!this.playing) {
      this.goTo(Math.round(this.frame));
      return;
    }
    if (this.frame >= this.last) this.frame = 0;
    this.clock = null;
    this.parts.live.textContent = "";
    this.drawFrame();
    requestAnimationFrame((now) => this.tick(now));
  }

  tick(now) {
    if (!this.playing || !this.root.isConnected) return;
    const seconds = this.clock === null ? 0 : (now - this.clock) / 1000;
    this.clock = now;
    const { frame, ended } = advance(this.frame, seconds, { speed: this.view.speed, last: this.last, loop: this.view.loop });
    this.frame = frame;
    if (ended) this.playing = false;
    this.drawFrame();
    if (this.playing) requestAnimationFrame((later) => this.tick(later));
  }

  drawFrame() {
    this.memory.frame = Math.floor(this.frame);
    this.memory.atEnd = this.frame >= this.last;
    showTransport(this.parts, this);
    if (this.view.space && !this.bare) this.space.draw(this.frame);
    else if (!this.bare) this.map.draw(this.frame);
    this.fit.draw(this.frame);
    this.chart.draw(this.frame);
    this.readout.draw(this.frame);
    this.insidePanel.draw(this.frame);
    this.caption.draw(this.scene(), this.frame, this.map);
    this.root.dispatchEvent(new CustomEvent("gdviz-frame", { detail: this.frame }));
    if (!this.playing) this.reportFrame();
    if (!this.playing) this.parts.live.textContent = this.readout.sentence(this.frame);
  }

  /** Where it stands still for a while is told to Python, so that the address names the frame. */
  reportFrame() {
    clearTimeout(this.reporting);
    this.reporting = setTimeout(() => {
      const known = this.memory.sentFrames.at(-1) ?? this.data.frame ?? this.last;
      if (this.playing || !this.root.isConnected || this.frame === known || this.courier.underway) return;
      this.memory.sentFrames.push(this.frame);
      this.tellView({ frame: this.frame });
    }, 800);
  }

  tellView(more) {
    // The number makes each news new: Streamlit says nothing of a state that is as before.
    this.tell("view", { ...this.view, ...more, n: Date.now() });
  }

  /** While a hand still holds it, Python need not work out why. */
  setStart(point, final) {
    this.start = point;
    this.root.dataset.start = point.join(",");
    this.map.placeStart(...point);
    this.courier.post([...point, !final]);
  }

  keepZoom(view) {
    this.memory.zooms.set(JSON.stringify(this.surface.window) + this.surface.text, view);
  }

  /** Change a switch: draw at once, then tell Python so that the link can hold it. */
  setView(change) {
    this.view = this.memory.view = { ...this.view, ...change };
    this.memory.sentViews.push(switchesOf(this.view));
    this.tellView({});
    guarded(this.root, () => this.redraw());
  }

  /** The inside that is asked for, once Python has sent it. */
  insideShown() {
    return this.inside && this.inside.run === this.view.inside ? this.inside : null;
  }

  switchDrawing(name) {
    const { insideOff } = this.memory;
    if (!insideOff.delete(name)) insideOff.add(name);
    guarded(this.root, () => this.redraw());
  }

  note(text) {
    this.parts.note.textContent = text;
    this.parts.note.hidden = !text;
  }
}
