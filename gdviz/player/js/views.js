// The views of one scene, drawn together: map or space, fit, loss chart, readouts, events and the inside of a run.

import { EventRow, showLegend } from "./controls/marks.js";
import { Readout } from "./controls/readout.js";
import { FitView } from "./fit/fit.js";
import { InsidePanel } from "./inside/insidepanel.js";
import { onCurve } from "./line/curve.js";
import { CurvesChart } from "./loss/curves.js";
import { LossTable } from "./loss/table.js";
import { Answer } from "./map/answer.js";
import { MapView } from "./map/map.js";
import { SpaceView } from "./map/space.js";

export function sceneOf(player) {
  const { surface, grid, runs, marks, view, look, fixed, playback, memory, data, views, reports, inside } = player;
  return {
    surface, grid, runs, marks, view, look, fixed,
    seeks: Boolean(data.points_in_view) && !views.answer.open, // a point may be the answer
    last: playback.last,
    fit: views.fit,
    fates: data.fates || {},
    inside: inside && inside.run === view.inside ? inside : null, // the one that the view names, once the host has sent it
    insideOff: memory.insideOff,
    opens: (id) => reports.takesViews || inside?.run === id,
    deepest: marks.find((mark) => mark.kind === "global")?.value ?? null,
    view2d: memory.zooms.get(zoomName(surface)),
    start: () => player.start,
    frame: () => playback.frame,
    playing: () => playback.playing,
  };
}

/** What tells the zoom of one map from that of another. */
export function zoomName({ window, text }) {
  return JSON.stringify(window) + text;
}

export class Views {
  constructor(parts, player) {
    this.root = parts.root;
    const { signal } = player.listeners;
    this.map = new MapView(parts, { onStart: (point, final) => player.setStart(this.map.scene.curve?.inPlane(point, player.start) ?? point, final), onView: (view) => player.keepZoom(view), onFrame: (frame) => player.playback.goTo(frame), onGround: () => showLegend(parts.legend, player), signal });
    this.answer = new Answer(parts, this.map, player.onAnswer);
    this.space = new SpaceView(parts.space, player.memory);
    this.fit = new FitView(parts.root, () => player.redrawn());
    this.chart = new CurvesChart(parts, this.fit, (frame) => player.playback.goTo(frame));
    this.table = new LossTable(parts, player.memory);
    this.readout = new Readout(parts.readout);
    this.eventRow = new EventRow(parts.event);
    this.insidePanel = new InsidePanel(parts.inside, { onSwitch: (name) => player.switchDrawing(name), onClose: () => player.setView({ inside: "off" }) });
  }

  /** A new scene, look or size: everything but the ground, which is worked out in slices. */
  show(scene, mapless) {
    this.mapless = mapless;
    this.fit.show(scene);
    this.map.frame = scene.frame();
    if (!scene.view.space && !mapless) this.map.show(onCurve(scene));
    this.readout.show(scene);
    this.insidePanel.show(scene);
    this.root.dataset.inside = scene.inside?.run ?? "off";
    this.chart.show(scene);
    this.table.show(scene);
  }

  /** Other runs and another start in the same look and size, on the same ground. */
  move(scene) {
    this.chart.show(scene); // the only part that measures: before the others write
    if (!this.mapless) this.map.move(onCurve(scene));
    this.readout.move(scene);
    this.insidePanel.show(scene);
    this.table.show(scene);
  }

  /** The ground of the map, or the surface in space by Plotly. */
  async showSurface(scene, plotly) {
    if (scene.view.space) await this.space.show(plotly, scene);
    else await this.map.showGround();
  }

  draw(scene, frame) {
    if (!this.mapless) (scene.view.space ? this.space : this.map).draw(frame);
    for (const view of [this.fit, this.chart, this.readout, this.insidePanel]) view.draw(frame);
    this.eventRow.draw(scene, frame);
  }

  purge() {
    this.map.ground.clear();
    this.space.purge();
  }
}
