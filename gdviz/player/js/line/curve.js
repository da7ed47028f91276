// A formula of one variable as a curve f(x): its heights, the view that holds them, and a scene whose points lie on it. No DOM here.

import { valueAt, valuesAt } from "../base/heights.js";

const AIR = 0.07;
const SAMPLES = 400;
const WILD = 25; // heights further from the middle ones than so many of their spread run into a pole
const ONE_PLACE = 1e-4; // of the window: signs that are nearer stand for one place

/** The curve of a surface whose payload names the axis of its one variable; null for any other surface. */
export function curveOf({ line, program }) {
  return line && program ? new Curve(program, line.axis) : null;
}

class Curve {
  constructor(program, axis) {
    Object.assign(this, { program, axis });
  }

  /** f at u, NaN where it has no value. */
  heightAt(u) {
    return this.axis ? valueAt(this.program, 0, u) : valueAt(this.program, u, 0);
  }

  /** f at many places. */
  heights(us) {
    const still = new Float64Array(us.length);
    return this.axis ? valuesAt(this.program, still, us) : valuesAt(this.program, us, still);
  }

  /** [[u0, u1], [f0, f1]]: some stretch of the variable with the heights of the curve over it. */
  view([low, high]) {
    const us = Float64Array.from({ length: SAMPLES + 1 }, (_, k) => low + ((high - low) * k) / SAMPLES);
    return [[low, high], heightRange(this.heights(us))];
  }

  /** A point of the plane as it stands on the curve. */
  placed([x, y]) {
    const u = this.axis ? y : x;
    return [u, this.heightAt(u)];
  }

  /** A point of the picture as one of the plane: `other` gives the coordinate that does not occur. */
  inPlane([u], other) {
    return this.axis ? [other[0], u] : [u, other[1]];
  }
}

/** [low, high] of heights with air; of a curve with poles, what is near the middle ones. */
export function heightRange(heights) {
  const finite = heights.filter((value) => Number.isFinite(value)).sort();
  if (!finite.length) return [-1, 1];
  const at = (share) => finite[Math.floor(share * (finite.length - 1))];
  const spread = at(0.75) - at(0.25);
  let [low, high] = [at(0), at(1)];
  if (spread > 0) [low, high] = [Math.max(low, at(0.25) - WILD * spread), Math.min(high, at(0.75) + WILD * spread)];
  const air = AIR * (high - low || Math.abs(high) || 1);
  return [low - air, high + air];
}

/** The scene with every point on the curve: runs stand at (u, f), slopes lie along u. */
export function onCurve(scene) {
  const curve = curveOf(scene.surface);
  if (!curve) return scene;
  const { surface } = scene;
  const window = curve.view(surface.window[curve.axis]);
  return {
    ...scene,
    curve,
    surface: { ...surface, window, program: null, variables: [surface.variables[curve.axis], "f"] },
    runs: scene.runs.map((run) => runOn(curve, run)),
  };
}

function runOn(curve, run) {
  const [x, gx] = curve.axis ? [run.y, run.gy] : [run.x, run.gx];
  return { ...run, x, y: run.value, gx, gy: new Float64Array(gx.length), heightAt: (u) => curve.heightAt(u) };
}

/** The marks of a payload as its picture shows them. */
export function shownMarks({ surface, marks }) {
  const curve = curveOf(surface);
  if (!curve) return marks;
  const [low, high] = surface.window[curve.axis];
  return marksOn(curve, marks, high - low);
}

/** Signs on the curve; the dots of a valley's floor are one minimum, the lowest of them the lowest one. */
export function marksOn(curve, marks, span) {
  const [floors, others] = [marks.filter((mark) => mark.kind === "floor"), marks.filter((mark) => mark.kind !== "floor")];
  const minima = [];
  for (const mark of floors) {
    const point = curve.placed(mark.point);
    if (!minima.some((other) => Math.abs(other.point[0] - point[0]) < ONE_PLACE * span)) minima.push({ ...mark, point, text: "" });
  }
  const lowest = Math.min(...minima.map(({ value }) => value ?? Infinity));
  const isLowest = ({ value }) => value !== null && value <= lowest + 1e-9 * Math.max(1, Math.abs(lowest));
  const signs = minima.map((mark) => ({ ...mark, kind: isLowest(mark) ? "global" : "minimum" }));
  return [...signs, ...others.map((mark) => ({ ...mark, point: curve.placed(mark.point) }))];
}
