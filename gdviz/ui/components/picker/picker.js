// The gallery: a search box over groups of cards, each a button with the map beside its name and what it teaches.

import { element } from "../element.js";

/** Letters without accents or case, and dashes as spaces: "Hölder–table" is found by "holder table". */
export function plainText(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/[-–’']/g, " ");
}

/** Does the surface, in a group of this title, hold every word of the query? */
export function matches(surface, title, query) {
  const hay = plainText(`${surface.name} ${surface.shows} ${title} ${surface.key.replaceAll("_", " ")}`);
  return plainText(query).split(/\s+/).every((word) => hay.includes(word));
}

/**
 * The index of the card that an arrow key, Home or End leads to from the card at `index`; null for another key or where none lies.
 * boxes: [{left, top}] of the cards in view, in their order.
 */
export function neighbourCard(key, index, boxes) {
  const last = boxes.length - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "ArrowLeft") return index > 0 ? index - 1 : null;
  if (key === "ArrowRight") return index < last ? index + 1 : null;
  if (key !== "ArrowUp" && key !== "ArrowDown") return null;
  const here = boxes[index];
  const way = key === "ArrowDown" ? 1 : -1;
  const beyond = boxes.map((box, k) => ({ k, rise: way * (box.top - here.top), aside: Math.abs(box.left - here.left) })).filter(({ rise }) => rise > 1);
  if (!beyond.length) return null;
  const nearest = Math.min(...beyond.map(({ rise }) => rise));
  return beyond.filter(({ rise }) => rise < nearest + 1).reduce((a, b) => (b.aside < a.aside ? b : a)).k;
}

function card({ key, name, shows, picture }, chosen) {
  const words = element("span", { class: "gdviz-pick-words" }, element("b", {}, name), element("span", {}, shows));
  const button = element("button", { type: "button", class: "gdviz-pick", "data-key": key, "aria-label": name }, element("img", { src: picture, alt: "" }), words);
  button.setAttribute("aria-description", shows);
  if (chosen) {
    button.setAttribute("aria-current", "true");
    words.firstChild.append(element("i", {}, "shown now"));
  }
  return button;
}

export default class Picker {
  constructor(root) {
    this.root = root;
    this.search = element("input", { type: "search", class: "gdviz-pick-search", "aria-label": "Search the surfaces", placeholder: "Search, for instance saddle or ripples", autocomplete: "off" });
    this.count = element("p", { class: "gdviz-pick-count", role: "status" });
    this.list = element("div", { class: "gdviz-pick-list" });
    root.replaceChildren(element("div", { class: "gdviz-pick-head" }, this.search, this.count), this.list);
    this.search.addEventListener("input", () => this.filter());
    root.addEventListener("click", ({ target }) => this.pick(target.closest("button")));
    root.addEventListener("keydown", (event) => this.key(event));
  }

  update({ groups, chosen }, _setState, setTrigger) {
    this.tell = setTrigger;
    const name = chosen + groups[0].surfaces[0].picture; // the theme is in the picture
    if (name === this.listed) return;
    this.listed = name;
    this.groups = groups.map(({ title, surfaces }) => {
      const cards = surfaces.map((surface) => ({ surface, item: element("li", {}, card(surface, surface.key === chosen)) }));
      const section = element("section", { "aria-label": title }, element("h3", {}, title), element("ul", {}, ...cards.map(({ item }) => item)));
      return { title, cards, section };
    });
    this.list.replaceChildren(...this.groups.map(({ section }) => section));
    this.filter();
    if (matchMedia("(pointer: fine)").matches) requestAnimationFrame(() => this.search.focus({ preventScroll: true }));
  }

  filter() {
    const query = this.search.value;
    for (const { title, cards, section } of this.groups) {
      for (const { surface, item } of cards) item.hidden = !matches(surface, title, query);
      section.hidden = cards.every(({ item }) => item.hidden);
    }
    const [shown, all] = [this.shown().length, this.groups.flatMap(({ cards }) => cards).length];
    const none = "No surface of the gallery has these words. Close this and type a formula instead.";
    this.count.textContent = shown === all ? `${all} surfaces` : shown ? `${shown} of ${all}` : none;
  }

  shown() {
    return [...this.list.querySelectorAll("li:not([hidden]) > button")];
  }

  key(event) {
    if (event.key.length === 1) event.stopPropagation(); // Streamlit listens for letters
    const cards = this.shown();
    if (event.target === this.search) {
      if (event.key === "Enter" && this.search.value.trim()) this.pick(this.bestOf(cards));
      if (event.key === "ArrowDown") this.go(event, cards[0]);
      if (event.key === "Escape" && this.search.value) event.stopPropagation(); // it empties the box; a second one closes the dialog
      return;
    }
    const boxes = cards.map((button) => button.getBoundingClientRect());
    const next = neighbourCard(event.key, cards.indexOf(event.target), boxes);
    if (next !== null) this.go(event, cards[next]);
    else if (event.key === "ArrowUp") this.go(event, this.search);
  }

  /** The card whose name begins as what is typed, else the first. */
  bestOf(cards) {
    const typed = plainText(this.search.value.trim());
    return cards.find((button) => plainText(button.getAttribute("aria-label")).startsWith(typed)) ?? cards[0];
  }

  go(event, place) {
    if (!place) return;
    event.preventDefault();
    place.focus();
  }

  pick(button) {
    if (button?.dataset.key) this.tell("picked", button.dataset.key);
  }
}
