// Plane coordinates and pixels, thinning of paths, clipping and zoom. No DOM here.

/** Linear scales of a box {left, top, width, height} showing `view` = [[x0, x1], [y0, y1]]. */
export function planeScale(view, box) {
  const [[x0, x1], [y0, y1]] = view;
  return {
    px: (x) => box.left + ((x - x0) / (x1 - x0)) * box.width,
    py: (y) => box.top + ((y1 - y) / (y1 - y0)) * box.height,
    x: (px) => x0 + ((px - box.left) / box.width) * (x1 - x0),
    y: (py) => y1 - ((py - box.top) / box.height) * (y1 - y0),
    inside: within(view),
  };
}

/** The largest box {left, top, width, height} of an aspect (width / height) in the middle of a room of the same shape. */
export function fittedBox(room, aspect) {
  const width = Math.min(room.width, room.height * aspect);
  const height = width / aspect;
  return { left: room.left + (room.width - width) / 2, top: room.top + (room.height - height) / 2, width, height };
}

/** Whether a point lies in a window [[x0, x1], [y0, y1]], edges included. */
export function within([[x0, x1], [y0, y1]]) {
  return (x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1;
}

/** A path in pixels without points closer than `gap` to the one before: {px, py, step}, step t of each kept point. */
export function thinPath(run, scale, gap = 0.6) {
  const px = [];
  const py = [];
  const step = [];
  for (let t = 0; t <= run.steps; t += 1) {
    const u = scale.px(run.x[t]);
    const v = scale.py(run.y[t]);
    const k = px.length - 1;
    if (k >= 0 && Math.abs(u - px[k]) < gap && Math.abs(v - py[k]) < gap) continue;
    px.push(u);
    py.push(v);
    step.push(t);
  }
  return { px, py, step };
}

/** id → thin path of every run. */
export function thinPaths(runs, scale) {
  return new Map(runs.map((run) => [run.id, thinPath(run, scale)]));
}

/** The part of a segment inside a box widened by `margin` pixels (Liang–Barsky 1984), or null. */
export function clipSegment(x0, y0, x1, y1, box, margin = 0) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  let [enter, leave] = [0, 1];
  const walls = [
    [-dx, x0 - box.left + margin],
    [dx, box.left + box.width + margin - x0],
    [-dy, y0 - box.top + margin],
    [dy, box.top + box.height + margin - y0],
  ];
  for (const [speed, room] of walls) {
    if (speed === 0 && room < 0) return null;
    if (speed < 0) enter = Math.max(enter, room / speed);
    if (speed > 0) leave = Math.min(leave, room / speed);
  }
  if (enter > leave) return null;
  const at = (share) => (share === 0 ? [x0, y0] : share === 1 ? [x1, y1] : [x0 + share * dx, y0 + share * dy]);
  return [...at(enter), ...at(leave)];
}

/** How many of some rising numbers are lower than a value. */
export function countBelow(rising, value) {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many points of a thinned path lie at or before step t. */
export const countUpTo = (steps, t) => countBelow(steps, t + 1);

/** Where the segment from a point inside the box to one outside crosses its edge. */
export function edgeCrossing(inside, outside, box) {
  let share = 1;
  const bounds = [
    [box.left, box.left + box.width],
    [box.top, box.top + box.height],
  ];
  for (const axis of [0, 1]) {
    const delta = outside[axis] - inside[axis];
    const bound = delta > 0 ? bounds[axis][1] : bounds[axis][0];
    if (delta !== 0) share = Math.min(share, Math.max(0, (bound - inside[axis]) / delta));
  }
  return [inside[0] + share * (outside[0] - inside[0]), inside[1] + share * (outside[1] - inside[1])];
}

/** The step at which a run last left the view and has not come back by step t, or null while it is inside. */
export function leftAt(run, t, inside) {
  if (inside(run.x[t], run.y[t])) return null;
  let step = t;
  while (step > 0 && !inside(run.x[step - 1], run.y[step - 1])) step -= 1;
  return step;
}

/** The step at which a run left its window, if that is where it left the view too: a closer view alone is no news. */
export function exitStep(run, t, inView, inWindow) {
  const step = leftAt(run, t, inView);
  return step === leftAt(run, t, (x, y) => inView(x, y) || inWindow(x, y)) ? step : null;
}

/** Zoom `view` about a point by a factor (< 1 is closer), both axes alike, from a millionth of `home` to a million of it. */
export function zoomView(view, home, centre, factor) {
  const whole = Math.max(...view.map(([low, high], axis) => (high - low) / (home[axis][1] - home[axis][0])));
  const bounded = Math.min(Math.max(whole * factor, 1e-6), 1e6) / whole;
  return view.map((ends, axis) => ends.map((end) => centre[axis] + bounded * (end - centre[axis])));
}

// Spans of the plane that differ by more are shown each at its own scale.
const MOST_UNLIKE = 3;

function alike([[x0, x1], [y0, y1]]) {
  const ratio = (x1 - x0) / (y1 - y0);
  return ratio <= MOST_UNLIKE && ratio >= 1 / MOST_UNLIKE;
}

/**
 * A view shown at equal scales, so that right angles are right: more of the plane in one axis, to fill the box. Without
 * `holdAll` middle and size stay instead of the edges, so that a screen turned again and again shows what it did.
 * A view is left as it is where neither its spans nor those of `home` are within 3 : 1.
 */
export function trueView(view, home, box, holdAll = true) {
  if (!alike(view) && !alike(home)) return view;
  const spans = view.map(([low, high]) => high - low);
  const units = [spans[0] / box.width, spans[1] / box.height]; // of the plane in a pixel
  const unit = holdAll ? Math.max(...units) : Math.sqrt(units[0] * units[1]);
  return view.map(([low, high], axis) => {
    const half = (unit * (axis ? box.height : box.width)) / 2;
    return half * 2 === high - low ? [low, high] : [(low + high) / 2 - half, (low + high) / 2 + half];
  });
}

/** A view that holds every point of every run with a margin, never thinner than 2 % of home. */
export function fittingView(runs, home) {
  return home.map((window, axis) => {
    const ends = runs.flatMap((run) => extent(axis ? run.y : run.x));
    if (!ends.length) return window;
    const low = Math.min(...ends);
    const high = Math.max(...ends);
    const span = Math.max(high - low, (window[1] - window[0]) * 0.02);
    const middle = (low + high) / 2;
    return [middle - span * 0.58, middle + span * 0.58];
  });
}

/** The lowest and the highest of some numbers. */
export function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
