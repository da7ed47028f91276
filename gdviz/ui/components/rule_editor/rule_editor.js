// The area a rule is typed in: its text is sent to Python a moment after the last key.

const PAUSE = 300; // milliseconds without a key after which the text is sent

export default class Area {
  constructor(root) {
    Object.assign(this, { root, sent: null, timer: null });
    root.innerHTML = '<pre aria-hidden="true"></pre><textarea spellcheck="false" autocomplete="off" autocapitalize="off" wrap="off"></textarea>';
    [this.back, this.area] = root.children;
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("scroll", () => this.follow());
    this.area.addEventListener("keydown", (event) => {
      event.stopPropagation(); // Streamlit listens for letters
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.send();
    });
    this.area.addEventListener("blur", () => this.timer && this.send());
  }

  update(data, setStateValue) {
    this.setStateValue = setStateValue;
    this.area.setAttribute("aria-label", data.label);
    this.area.title = data.help;
    this.area.maxLength = data.most;
    // An echo of what was sent must not disturb what has been typed since; any other text is news.
    if (data.text !== this.area.value && this.timer === null && data.text !== this.heard) this.area.value = data.text;
    this.heard = data.text;
    this.area.rows = Math.min(14, Math.max(3, this.area.value.split("\n").length + 1));
    this.error = data.text === this.area.value ? data.error : null;
    this.root.toggleAttribute("data-wrong", Boolean(this.error));
    this.root.dataset.heard = data.text;
    this.area.setAttribute("aria-invalid", String(Boolean(this.error)));
    this.mark();
  }

  typed() {
    this.error = null;
    this.mark();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  send() {
    clearTimeout(this.timer);
    this.timer = null;
    this.setStateValue("typed", { text: this.area.value, n: Date.now() });
  }

  mark() {
    const { value } = this.area;
    this.back.textContent = value;
    if (this.error) {
      const { start, end } = this.error;
      const wrong = Object.assign(document.createElement("mark"), { textContent: value.slice(start, end).replace(/^$/, " ") });
      this.back.replaceChildren(value.slice(0, start), wrong, value.slice(end));
    }
    this.follow();
  }

  follow() {
    this.back.scrollTop = this.area.scrollTop;
    this.back.scrollLeft = this.area.scrollLeft;
  }
}
