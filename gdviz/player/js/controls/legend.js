// The legend: what the signs on the map mean; the runs too where the readouts are far.

import { glyphPicture, wordFor } from "../drawing/glyphs.js";
import { swatch } from "./readout.js";

export function showLegend(element, player) {
  const kinds = [...new Set(player.marks.map((mark) => mark.kind))].filter((kind) => kind !== "arrival");
  const signs = kinds.map((kind) => `<span><img alt="" src="${glyphPicture(kind, player.look)}">${wordFor(kind)}</span>`);
  const arrows = player.view.arrows && player.runs.length ? ["<span><i class='gdviz-arrow'></i>−∇f (log)</span><span><i class='gdviz-arrow gdviz-dashed'></i>next step</span>"] : [];
  const blank = player.surface.blank > 0 && player.surface.blank < 1 ? ["<span><i class='gdviz-hatch'></i>no value</span>"] : [];
  const runs = player.runs.map((run) => `<span class="gdviz-key" data-run="${player.runs.indexOf(run)}">${swatch(run, player.look)}</span>`);
  const answer = player.views.answer.question ? ["<span><i class='gdviz-origin gdviz-yours'></i>your answer</span>"] : [];
  element.innerHTML = [...runs, "<span><i class='gdviz-origin'></i>start</span>", ...answer, ...signs, ...arrows, ...blank].join("");
  element.querySelectorAll(".gdviz-key").forEach((key, k) => key.append(player.runs[k].label));
}

/** A remark on the ground, last in the legend; none where it is empty. */
export function showRemark(element, remark) {
  element.querySelector(".gdviz-remark-on-ground")?.remove();
  if (remark) element.append(Object.assign(document.createElement("span"), { className: "gdviz-remark-on-ground", textContent: remark }));
}
