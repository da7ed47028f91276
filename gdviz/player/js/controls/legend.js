// The legend: what the signs on the map mean; the runs too where the readouts are far.

import { glyphPicture, wordFor } from "../drawing/pen.js";
import { setText } from "../base/page.js";
import { swatch } from "./readout.js";

/** What a player shows: {marks, blank, remark}; on its map that of the view, once the ground is drawn. */
function shownBy({ surface, marks, view, views, mapless }) {
  const flat = !view.space && !mapless && views.map.scene?.surface === surface;
  return flat ? views.map.legend() : { marks, blank: surface.blank, remark: "" };
}

/** Signs that a player shows, its runs and arrows, blanks, and last a remark on the ground; written anew only where it says something else. */
export function showLegend(element, player) {
  const { runs, look, view, surface } = player;
  const { marks, blank, remark } = shownBy(player);
  const kinds = [...new Set(marks.map((mark) => mark.kind))].filter((kind) => kind !== "arrival");
  const holed = blank > 0 && blank < 1;
  const [arrowed, asked] = [view.arrows && runs.length > 0, Boolean(player.views.answer.question)];
  const said = JSON.stringify([kinds, surface.line, holed, remark, arrowed, asked, look.theme, look.ink, look.paper, look.scale, runs.map(({ label, color, dash }) => [label, color, dash])]);
  if (element.dataset.said === said) return;
  element.dataset.said = said;
  const signs = kinds.map((kind) => `<span><img alt="" src="${glyphPicture(kind, look)}">${wordFor(kind)}</span>`);
  const arrows = arrowed ? ["<span><i class='gdviz-arrow'></i>−∇f (log)</span><span><i class='gdviz-arrow gdviz-dashed'></i>next step</span>"] : [];
  if (arrowed && surface.line) arrows.push("<span><i class='gdviz-tangent'></i>tangent</span>");
  const answer = asked ? ["<span><i class='gdviz-origin gdviz-yours'></i>your answer</span>"] : [];
  const hatch = holed ? ["<span><i class='gdviz-hatch'></i>no value</span>"] : [];
  const keys = runs.map((run, k) => `<span class="gdviz-key" data-run="${k}">${swatch(run, look)}<span></span></span>`);
  element.innerHTML = [...keys, "<span><i class='gdviz-origin'></i>start</span>", ...answer, ...signs, ...arrows, ...hatch].join("");
  nameRuns(element, runs);
  if (remark) element.append(Object.assign(document.createElement("span"), { className: "gdviz-remark-on-ground", textContent: remark }));
}

/** The labels of the runs, which change with a knob that is turned. */
export function nameRuns(element, runs) {
  element.querySelectorAll(".gdviz-key").forEach((key, k) => setText(key.lastElementChild, runs[k].label));
}
