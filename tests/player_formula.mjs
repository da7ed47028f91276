// Reads [{program, points: [[x, y], …]}, …] as JSON and writes what the player makes of each point: f from its arrays, and the jet.
import { readFileSync } from "node:fs";

const js = (name) => import(new URL(`../gdviz/player/js/base/${name}.js`, import.meta.url));
const { workOut } = await js("formula");
const { jetsOf } = await js("jets");

const written = (number) => (Number.isFinite(number) ? number : String(number));
const answers = JSON.parse(readFileSync(0, "utf8")).map(({ program, points }) => {
  const [xs, ys] = [0, 1].map((axis) => Float64Array.from(points, (point) => point[axis]));
  const values = workOut(program, { [program.inputs[0]]: xs, [program.inputs[1]]: ys }, points.length);
  const jet = jetsOf(program);
  return points.map(([x, y], k) => [values[k], ...jet(x, y)].map(written));
});
process.stdout.write(JSON.stringify(answers));
