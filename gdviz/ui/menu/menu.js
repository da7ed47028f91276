// The optimizer menu: a <select> with families; where the browser can style its list, a line on each optimizer.

const MENUS = new WeakMap();
const RICH = CSS.supports("appearance: base-select");

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function option({ key, name, line }) {
  const words = [element("span", { class: "gdviz-menu-name" }, name)];
  if (RICH) words.push(element("span", { class: "gdviz-menu-line", "aria-hidden": "true" }, line));
  return element("option", { value: key, title: line, "aria-label": name }, ...words);
}

class Menu {
  constructor(root, families) {
    this.select = element("select", {});
    if (RICH) this.select.append(element("button", {}, element("selectedcontent", {})));
    for (const { family, members } of families) this.select.append(element("optgroup", { label: family }, ...members.map(option)));
    this.select.addEventListener("change", () => this.tell("picked", { key: this.select.value, n: Date.now() }));
    this.select.addEventListener("keydown", (event) => event.stopPropagation()); // Streamlit listens for letters
    root.replaceChildren(this.select);
  }

  update(data, tell) {
    this.tell = tell;
    this.select.setAttribute("aria-label", data.label);
    this.select.value = data.chosen;
    this.select.title = this.select.selectedOptions[0]?.title || "";
  }
}

export default function mount({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".gdviz-menu");
  if (!MENUS.has(root)) MENUS.set(root, new Menu(root, data.families));
  MENUS.get(root).update(data, setStateValue);
}
