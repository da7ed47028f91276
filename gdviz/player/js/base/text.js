// Text that changes with every frame, written so that no list of children changes.

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
