// A menu in families: a <select>; where the browser can style its list, a line on each choice.

import { element } from "../element.js";

const RICH = CSS.supports("appearance: base-select");

function option({ key, name, line, disabled }) {
  const words = [element("span", { class: "gdviz-menu-name" }, name)];
  if (RICH) words.push(element("span", { class: "gdviz-menu-line", "aria-hidden": "true" }, line));
  return element("option", { value: key, title: line, "aria-label": disabled ? `${name}. ${line}` : name, ...(disabled ? { disabled: "" } : {}) }, ...words);
}

export default class Menu {
  constructor(root) {
    this.select = element("select", {});
    this.select.addEventListener("change", () => this.setStateValue("picked", { key: this.select.value, n: Date.now() }));
    this.select.addEventListener("keydown", (event) => event.stopPropagation()); // Streamlit listens for letters
    root.replaceChildren(this.select);
  }

  /** The choices, when they are others than before. */
  list(families) {
    const name = JSON.stringify(families);
    if (name === this.listed) return;
    this.listed = name;
    const button = RICH ? [element("button", {}, element("selectedcontent", {}))] : [];
    this.select.replaceChildren(...button, ...families.map(({ family, members }) => element("optgroup", { label: family }, ...members.map(option))));
  }

  update(data, setStateValue) {
    this.setStateValue = setStateValue;
    this.list(data.families);
    this.select.setAttribute("aria-label", data.label);
    this.select.value = data.chosen;
    this.select.title = this.select.selectedOptions[0]?.title || "";
  }
}
