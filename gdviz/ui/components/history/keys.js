// Which key undoes, and which snapshot is beside another: pure, no DOM.

const TEXT = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, [contenteditable=true]";

/** Is text typed there? Its own undo goes first. */
export function isTyping(element) {
  return Boolean(element?.closest?.(TEXT));
}

/** "undo" for Ctrl+Z (⌘Z), "redo" for Ctrl+Shift+Z and Ctrl+Y, null for any other key. */
export function keyAct({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey || !(ctrlKey || metaKey)) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey ? "redo" : null;
}

/** The place before or after one of `count`; where none is shown, the nearest end; null where there is no other. */
export function neighbour(place, count, way) {
  if (place === null) return count === 0 ? null : way > 0 ? 0 : count - 1;
  const next = place + way;
  return next < 0 || next >= count ? null : next;
}
