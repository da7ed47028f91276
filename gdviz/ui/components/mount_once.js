// The mount function that Streamlit calls for every change of data: one object for each root element, as long as it stands.

/**
 * The mount function of a class of components: new Component(root) once for an element, then its update(data,
 * setStateValue, setTriggerValue), and its destroy(), if it has one, when the element has left the page.
 */
export function mountOnce(selector, Component) {
  const made = new WeakMap();
  return ({ data, parentElement, setStateValue, setTriggerValue }) => {
    const root = parentElement.querySelector(selector);
    if (!made.has(root)) made.set(root, new Component(root));
    made.get(root).update(data, setStateValue, setTriggerValue);
    return () => {
      // Streamlit may call this while a newer call is alive on the same root.
      if (root.isConnected || !made.has(root)) return;
      made.get(root).destroy?.();
      made.delete(root);
    };
  };
}
