// What the page around the player says and shows: its colours and font, and the sentence of a failure.

import { isDark, lookOf } from "./look.js";

const MUTED = { light: "#5b6b77", dark: "#9fb0bb" };
const LINE = { light: "#d5dde2", dark: "#33424d" };

/** The look of the page as it is now, written on the root for the style sheet. */
export function readLook(root, size) {
  root.dataset.size = size || "";
  const style = getComputedStyle(root);
  const theme = isDark(style.backgroundColor) ? "dark" : "light";
  root.dataset.theme = theme;
  const own = (name, other) => style.getPropertyValue(name).trim() || other;
  const [muted, line] = [own("--gdviz-muted", MUTED[theme]), own("--gdviz-line", LINE[theme])];
  return lookOf(theme, size, style.color, style.backgroundColor, muted, line, own("--gdviz-accent", "#0b6e8a"), style.fontFamily);
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
