// One player on one element: it takes payloads, holds start and view, and lets every part draw the frame.

import { unpackGrid, unpackRun } from "./base/decode.js";
import { frameFor, groundOnly, memoryOf, reconcileView, Reports } from "./base/memory.js";
import { guarded, noteFor, readLook, setText } from "./base/page.js";
import { Sizes, styleElement } from "./base/layout.js";
import { eventFrames, nameRuns, showLegend } from "./controls/marks.js";
import { build, clear, fixStart } from "./controls/markup.js";
import { bindTransport, Playback, showSwitches, showTransport } from "./controls/transport.js";
import { unpackInside } from "./inside/inside.js";
import { shownMarks } from "./line/curve.js";
import { sceneOf, Views, zoomName } from "./views.js";

export class Player {
  constructor(root, { key, plotly, onStart, onView, onAnswer }) {
    Object.assign(this, { root, plotly, onAnswer, runs: [], marks: [], start: [0, 0], listeners: new AbortController() });
    this.parts = build(root);
    root.prepend(styleElement());
    this.memory = memoryOf(key);
    this.reports = new Reports(this.memory, { onStart, onView });
    this.playback = new Playback(root, () => this.drawFrame(), () => this.pace());
    this.views = new Views(this.parts, this);
    const { signal } = this.listeners;
    bindTransport(this.parts, this, signal);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redrawn(), { signal });
    this.sizes = new Sizes(this.parts, () => this.redrawn());
  }

  get destroyed() {
    return this.listeners.signal.aborted;
  }

  /** Another payload, or the same in another theme: frame, zoom and switches stay, and what changed is drawn anew. */
  async update(data, heard) {
    if (this.destroyed) return;
    delete this.root.dataset.moving;
    if (data.surface.key !== this.surface?.key) this.grid = unpackGrid(data.surface);
    if (data.run_key !== this.runKey) this.runs = data.runs.map(unpackRun);
    Object.assign(this, { data, surface: data.surface, runKey: data.run_key, marks: shownMarks(data) });
    this.mapless = data.parts === "curves"; // the maps stand elsewhere on the page
    this.root.dataset.parts = data.parts || "all";
    this.inside = unpackInside(data.inside, this.runs.find((run) => run.id === data.inside?.run));
    this.views.fit.take(data.fit);
    this.takeStart(data, heard);
    this.views.answer.take(data.asked, this.start);
    this.view = reconcileView(this.memory, data.view);
    if (!this.plotly || this.surface.line || this.views.answer.open) this.view = { ...this.view, space: false }; // nothing to draw, or to draw it with; an answer is placed on the map
    this.takeFrames(data.frame);
    await this.redraw();
    this.playNew(data.play);
  }

  /**
   * Other runs and another start while a hand moves: on the same ground, and nothing is said of how they end; the next
   * update says it. Without `runs` there are none in time, and only the answer counts.
   */
  async move({ runs, run_key, start, inside }, heard) {
    if (this.destroyed || !this.look) return;
    if (!runs) {
      this.reports.answered(heard);
      return;
    }
    this.data = { ...this.data, ...groundOnly(this.data), runs, run_key, start, inside };
    Object.assign(this, { runs: runs.map(unpackRun), runKey: run_key, marks: shownMarks(this.data) });
    this.inside = unpackInside(inside, this.runs.find((run) => run.id === inside?.run));
    this.root.dataset.moving = "1";
    this.takeStart(this.data, heard);
    this.takeFrames(this.data.frame);
    if (this.view.space) {
      await this.redraw();
      return;
    }
    this.views.move(sceneOf(this));
    nameRuns(this.parts.legend, this.runs);
    this.drawFrame();
    this.root.dataset.runKey = run_key;
  }

  takeStart({ start, fit, asked }, heard) {
    this.fixed = !this.reports.takesStarts || Boolean(fit?.fixed || asked);
    fixStart(this.parts, this.fixed);
    if (this.reports.answered(heard)) this.start = start;
    this.root.dataset.start = this.start.join(",");
  }

  takeFrames(requested) {
    const last = Math.max(0, ...this.runs.map((run) => run.steps));
    const { frame_order: order } = this.data;
    const ordered = order !== undefined && order !== this.memory.order;
    if (ordered) this.playback.stop(); // another scene was opened, and the frame is part of what it shows
    const standing = ordered ? Math.min(requested ?? last, last) : frameFor(this.memory, requested, last, this.memory.requested);
    this.playback.take(last, standing);
    Object.assign(this.memory, { requested, order });
    this.remember(); // another payload may come before the first drawing
    this.parts.scrubber.max = String(last);
    this.root.dataset.frames = String(last + 1);
    setText(this.parts.counter.lastElementChild, ` / ${last}`);
  }

  remember() {
    const { frame, last } = this.playback;
    Object.assign(this.memory, { frame: Math.floor(frame), atEnd: frame >= last });
  }

  /** How it plays: fast or slow, round and round, with a stop at each event. */
  pace() {
    const { speed, loop, pause } = this.view;
    return { speed, loop, stops: pause ? this.eventFrames() : [] };
  }

  /** Runs chosen elsewhere on the page are played from their start, once. */
  playNew(play) {
    if (!play || play === this.memory.played) return;
    this.memory.played = play;
    if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) this.playback.play(0);
  }

  async redraw() {
    const { parts, root, view } = this;
    this.sizes.take();
    this.look = readLook(root, view.size);
    showSwitches(parts, view, !this.plotly || this.views.answer.open, this.surface.line);
    parts.space.hidden = !view.space;
    parts.map.hidden = view.space;
    root.dataset.view = view.space ? "3d" : "2d";
    showLegend(parts.legend, this);
    parts.events.hidden = parts.pause.hidden = this.eventFrames().length === 0;
    const scene = sceneOf(this);
    this.views.show(scene, this.mapless);
    showTransport(parts, this.playback);
    const plotly = view.space ? await this.plotly() : null;
    if (!this.mapless && !this.destroyed) await this.views.showSurface(scene, plotly);
    if (this.destroyed) return;
    setText(parts.note, noteFor(this.surface, this.runs, this.data.parts));
    parts.note.hidden = !parts.note.textContent;
    this.drawFrame();
    Object.assign(root.dataset, { runKey: this.runKey, ready: "1" });
    // The page's colours may change a moment after the payload of a new theme.
    requestAnimationFrame(() => root.isConnected && this.look.theme !== readLook(root, this.view.size).theme && this.redrawn());
  }

  /** Redraw; a failure is shown as a sentence. */
  async redrawn() {
    if (this.data && !this.destroyed) await guarded(this.root, () => this.redraw());
  }

  eventFrames() {
    return eventFrames(this.marks, this.runs);
  }

  drawFrame() {
    const { frame, playing } = this.playback;
    this.remember();
    showTransport(this.parts, this.playback);
    this.views.draw(sceneOf(this), frame);
    this.root.dispatchEvent(new CustomEvent("gdviz-frame", { detail: frame }));
    setText(this.parts.live, playing || this.root.dataset.moving ? "" : this.views.readout.sentence(frame));
  }

  setStart(point, final) {
    if (this.fixed) return;
    this.start = point;
    this.root.dataset.start = point.join(",");
    this.views.map.placeStart(...point);
    this.reports.start(point, !final); // while the hand holds it, the host need not work out why
  }

  keepZoom(view) {
    this.memory.zooms.set(zoomName(this.surface), view);
  }

  /** Change a switch: draw at once, then report it. */
  setView(change) {
    this.view = this.memory.view = { ...this.view, ...change };
    this.reports.view(this.view);
    this.redrawn();
  }

  switchDrawing(name) {
    if (!this.memory.insideOff.delete(name)) this.memory.insideOff.add(name);
    this.redrawn();
  }

  destroy() {
    this.listeners.abort();
    this.sizes.stop();
    this.playback.stop();
    this.reports.stop();
    this.views.purge();
    clear(this.root);
  }
}
