// The page around a drawing: its colours and font as computed there, texts that change with every frame, and the sentence in place of a picture that failed.

import { isDark, lookOf, plainColor } from "./look.js";

/**
 * Write text into an element that holds nothing else. A new text node would make the browser match the page's `:has()`
 * rules again (25 ms under the app's style sheets); new data of the one that is there does not (1 ms).
 */
export function setText(element, text) {
  const node = element.firstChild;
  if (!node) element.append(text);
  else if (node.data !== text) node.data = text;
}

/** Set a property of an element's own style, where it is another one: the browser lays out anew for one that is not, too. */
export function setStyle(element, name, value) {
  if (element.style[name] !== value) element.style[name] = value;
}

/**
 * The look of the page as it is now; theme and size are written on the root for the style sheet.
 *
 * The style sheet of the root gives every colour in a property of its own: ink in `color`, paper in `background-color`,
 * lines in `border-color`, accent in `outline-color`, muted ink in `text-decoration-color`. As computed values they are
 * plain colours, whatever functions the page wrote them with.
 */
export function readLook(root, size) {
  root.dataset.size = size || "";
  const { color, backgroundColor, borderTopColor, outlineColor, textDecorationColor, fontFamily, fontSize } = getComputedStyle(root);
  const theme = isDark(backgroundColor) ? "dark" : "light";
  root.dataset.theme = theme;
  const [ink, paper, muted, line, accent] = [color, backgroundColor, textDecorationColor, borderTopColor, outlineColor].map(plainColor);
  return lookOf(theme, size, parseFloat(fontSize), { ink, paper, muted, line, accent, font: fontFamily });
}

/** What must be said of a scene that shows little; empty when the picture speaks. */
export function noteFor(surface, runs, parts) {
  if (surface.constant) return "This surface is constant: no point is lower than another, so there is nowhere to descend.";
  if (surface.blank === 1) return "The function has no finite value anywhere in this window.";
  return runs.length || parts === "map" ? "" : "No run is switched on: add an optimizer or switch one on to see its path.";
}

/** Run something that draws; a failure becomes a sentence and data-error, never a blank. */
export async function guarded(root, act) {
  try {
    await act();
    delete root.dataset.error;
  } catch (error) {
    root.dataset.error = error.message || String(error);
    const note = root.querySelector(".gdviz-note");
    if (!note) return;
    note.hidden = false;
    note.textContent = `The picture could not be drawn: ${root.dataset.error}`;
  }
}
