// The player's style sheet, adopted by the document or shadow root that an element stands in.

import sheet from "../../player.css" with { type: "css" };

const USERS = new WeakMap();

/** Adopt the sheet where the element stands; the function returned gives it back, and the last player there takes it away. */
export function adoptStyles(element) {
  const root = element.getRootNode();
  const place = "adoptedStyleSheets" in root ? root : element.ownerDocument;
  count(place, 1);
  return () => count(place, -1);
}

function count(place, change) {
  const users = (USERS.get(place) ?? 0) + change;
  USERS.set(place, users);
  const others = place.adoptedStyleSheets.filter((other) => other !== sheet);
  place.adoptedStyleSheets = users > 0 ? [...others, sheet] : others;
}
