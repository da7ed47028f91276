// Roles, labels and keys that Streamlit's markup has no place for, set on its elements and again when it makes new ones.

/** Put the last rule of a page's own style sheet in force, or out of it; sheets are those of the document. */
export function project(sheets, on) {
  for (const sheet of sheets) {
    if (!sheet.ownerNode?.closest?.("[data-testid=stHtml]")) continue;
    const last = sheet.cssRules[sheet.cssRules.length - 1];
    if (/^(not )?all$/.test(last?.media?.mediaText)) last.media.mediaText = on ? "all" : "not all";
  }
}

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

const PAUSE = 250; // milliseconds between two looks at a page that changes
const SKIPS = [
  ["To the picture", ".gdviz-player [data-do=play]:not(:disabled), .gdviz-player .gdviz-map, .gdviz-player"],
  ["To the runs", ".gdviz-menu select"],
];
/** Boxes that scroll where their contents are large, and what they hold. */
const SCROLLERS = [
  [".stCode pre", "Code"],
  [".katex-display", "Formula"],
  [".st-key-why-tables", "Tables"],
  ["[data-testid=stPopoverBody]", "Panel"],
  [".st-key-autopsy [data-testid=stHtml]", "Table"],
];

export default class Landmarks {
  constructor(root) {
    this.root = root;
    this.skip = Object.assign(document.createElement("nav"), { className: "gdviz-skip" });
    this.skip.setAttribute("aria-label", "Skip");
    this.skip.append(...SKIPS.map(([words, place]) => this.link(words, place)));
    document.body.prepend(this.skip);
    this.listeners = new AbortController();
    document.addEventListener("keydown", (event) => this.key(event), { signal: this.listeners.signal });
    const pressed = ({ target }) => target.closest?.(".st-key-frame-projector") && project(document.styleSheets, target.checked);
    document.addEventListener("change", pressed, { signal: this.listeners.signal, capture: true });
    this.observer = new MutationObserver(() => (this.timer ??= setTimeout(() => this.mark(), PAUSE)));
    this.observer.observe(document.body, { childList: true, subtree: true });
  }

  link(words, place) {
    const made = Object.assign(document.createElement("a"), { href: "#stMain", textContent: words });
    made.dataset.place = place;
    made.addEventListener("click", (event) => {
      event.preventDefault();
      document.querySelector(place)?.focus();
    });
    return made;
  }

  update({ page }) {
    this.page = page;
    this.mark();
  }

  mark() {
    clearTimeout(this.timer);
    this.timer = null;
    for (const link of this.skip.children) link.hidden = !document.querySelector(link.dataset.place);
    const pages = document.querySelector(".st-key-frame-pages");
    if (pages) label(pages, "navigation", "Pages");
    for (const link of pages?.querySelectorAll("a") ?? []) {
      if (link.textContent.trim() === this.page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    for (const [place, words] of SCROLLERS) for (const box of document.querySelectorAll(place)) reach(box, words);
  }

  key(event) {
    const button = document.querySelector(".gdviz-player [data-do=play]");
    if (!plays(event) || !button || button.disabled || document.querySelector("[data-testid=stDialog]")) return;
    event.preventDefault();
    button.click();
  }

  destroy() {
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.listeners.abort();
    this.skip.remove();
  }
}

function label(element, role, words) {
  element.setAttribute("role", role);
  element.setAttribute("aria-label", words);
}

/** A box that scrolls can be reached by the Tab key, one that does not is passed over. */
function reach(box, words) {
  const scrolls = box.clientWidth > 0 && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1);
  if (scrolls === (box.tabIndex === 0)) return;
  if (scrolls) {
    box.tabIndex = 0;
    if (!box.hasAttribute("role")) label(box, "group", words);
  } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
}
