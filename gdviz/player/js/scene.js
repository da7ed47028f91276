// The scene as the parts of a player see it: values, and the few that change by themselves as functions. No DOM here.

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
