// The list of the player's keys: a button beside the transport, and the list that it opens over the page.

const KEYS_ICON = '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true" focusable="false"><rect x="2.500" y="6" width="19" height="12.500" rx="2"/><path d="M6 10h.01M9.500 10h.01M13 10h.01M16.500 10h1.500M6 14.500h.01M9 14.500h6M18 14.500h.01"/></svg>';
const KEY_LIST = [
  [["Space"], "play, pause"],
  [["←", "→"], "one step back, one step on"],
  [["Shift ←", "Shift →"], "ten steps"],
  [["Home", "End"], "to the start, to the last step"],
  [["p", "n"], "to the previous event, to the next"],
];

function keyRow([keys, what]) {
  return `<div><dt>${keys.map((key) => `<kbd>${key}</kbd>`).join(" ")}</dt><dd>${what}</dd></div>`;
}

/** The button and its list; `connectKeys` joins them. */
export const KEYS_MARKUP = `<button type="button" class="gdviz-button gdviz-keys-button" aria-label="Keys" title="Keys">${KEYS_ICON}</button>
<div class="gdviz-keys" popover aria-label="Keys" role="dialog"><dl>${KEY_LIST.map(keyRow).join("")}
<div><dt><kbd>Arrows</kbd> on the start mark</dt><dd>move the start</dd></div>
<div class="gdviz-keys-of-page"><dt><kbd>Ctrl Z</kbd> <kbd>Ctrl Shift Z</kbd></dt><dd>undo, redo</dd></div></dl></div>`;

/** An id would be one too many on a page with several players: the button holds its list itself. */
export function connectKeys(root) {
  const button = root.querySelector(".gdviz-keys-button");
  button.popoverTargetElement = root.querySelector(".gdviz-keys");
  button.hidden = !("popover" in HTMLElement.prototype);
}
