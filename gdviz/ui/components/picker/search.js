// Which surfaces match what is typed, and which card a key leads to: pure, no DOM.

/** Letters without accents or case, and dashes as spaces: "Hölder–table" is found by "holder table". */
export function plainText(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/[-–’']/g, " ");
}

/** Does the surface, in a group of this title, hold every word of the query? */
export function matches(surface, title, query) {
  const hay = plainText(`${surface.name} ${surface.shows} ${title} ${surface.key.replaceAll("_", " ")}`);
  return plainText(query).split(/\s+/).every((word) => hay.includes(word));
}

/**
 * The index of the card that an arrow key, Home or End leads to from the card at `index`; null for another key or where none lies.
 * boxes: [{left, top}] of the cards in view, in their order.
 */
export function neighbourCard(key, index, boxes) {
  const last = boxes.length - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "ArrowLeft") return index > 0 ? index - 1 : null;
  if (key === "ArrowRight") return index < last ? index + 1 : null;
  if (key !== "ArrowUp" && key !== "ArrowDown") return null;
  const here = boxes[index];
  const way = key === "ArrowDown" ? 1 : -1;
  const beyond = boxes.map((box, k) => ({ k, rise: way * (box.top - here.top), aside: Math.abs(box.left - here.left) })).filter(({ rise }) => rise > 1);
  if (!beyond.length) return null;
  const nearest = Math.min(...beyond.map(({ rise }) => rise));
  return beyond.filter(({ rise }) => rise < nearest + 1).reduce((a, b) => (b.aside < a.aside ? b : a)).k;
}
