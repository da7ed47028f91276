// Does the Space key play from here? Pure but for `closest`.

/** Elements that Space types into, presses, opens or ticks. */
const TAKES_SPACE = [
  "button, a[href], select, textarea, summary, option, [contenteditable=true], audio, video, dialog, .gdviz-player",
  "input:not([type=range])",
  "[role=button], [role=checkbox], [role=radio], [role=switch], [role=tab], [role=option], [role=menuitem], [role=combobox], [role=textbox], [role=dialog]",
].join(", ");

/** True where a pressed Space is free to play: a slider has no other use for it, a field and a button have. */
export function plays({ key, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented, isComposing, target }) {
  if (key !== " " || ctrlKey || metaKey || altKey || shiftKey || defaultPrevented || isComposing) return false;
  return !target?.closest?.(TAKES_SPACE);
}
