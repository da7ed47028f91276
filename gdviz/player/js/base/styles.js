// The player's style sheets as one element: it stands in the player's own, in a document or in a shadow root.

import layouts from "../../layouts.css" with { type: "text" };
import sheet from "../../player.css" with { type: "text" };

/** Rules of the page that come later win where they are as specific, as they would over any sheet in the page. */
export function styleElement() {
  return Object.assign(document.createElement("style"), { textContent: `${sheet}\n${layouts}` });
}
