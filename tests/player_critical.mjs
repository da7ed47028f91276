// Reads [{program, view}, …] as JSON and writes the critical points that the player finds in each view: [[kind, x, y], …].
import { readFileSync } from "node:fs";

const { criticalPoints } = await import(new URL("../gdviz/player/js/map/critical.js", import.meta.url));

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ program, view }) => {
  const work = criticalPoints(program, view);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value.points.map(({ kind, point }) => [kind, ...point]);
  }
});
process.stdout.write(JSON.stringify(answers));
