// The mount function that Streamlit calls for every change of data: one object for each root element, as long as it stands.

/**
 * A component's mount function: make(root) once for an element, then update(data, setStateValue, setTriggerValue) of
 * what was made, and its destroy(), if it has one, when the element has left the page.
 */
export function mountOnce(selector, make) {
  const made = new WeakMap();
  return ({ data, parentElement, setStateValue, setTriggerValue }) => {
    const root = parentElement.querySelector(selector);
    if (!made.has(root)) made.set(root, make(root));
    made.get(root).update(data, setStateValue, setTriggerValue);
    return () => {
      // Streamlit may call this while a newer call is alive on the same root.
      if (root.isConnected || !made.has(root)) return;
      made.get(root).destroy?.();
      made.delete(root);
    };
  };
}
