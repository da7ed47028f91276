// The panel that makes a film: its form and size, a button, how far it is, Cancel, and the file as a link.

import { filmOf } from "./film.js";
import { FILM_FORMS } from "./forms.js";
import { libraryFrom } from "./library.js";
import FILM_STYLES from "./film.css" with { type: "text" };
import { FILM_SIZES, filmWords } from "./times.js";

const option = (value, text) => `<option value="${value}">${text}</option>`;

export class FilmPanel {
  /**
   * Fill an element with the panel. options: forms, names of forms in the order of the menu; textOf(name) a promise of the
   * text of a library's module; newPlayer(root); near() the element whose colours the film has; name of
   * the file without its ending.
   */
  constructor(element, options) {
    Object.assign(this, { element, options, making: null, address: null });
    element.classList.add("gdviz-film");
    element.innerHTML = `<style></style><label>Form <select class="gdviz-film-form"></select></label>
<label>Size <select class="gdviz-film-size">${FILM_SIZES.map(([wide, high]) => option(`${wide},${high}`, `${wide} × ${high}`)).join("")}</select></label>
<button type="button" class="gdviz-film-save">Make film</button><button type="button" class="gdviz-film-cancel" hidden>Cancel</button>
<progress max="1" value="0" aria-label="Film" hidden></progress><span class="gdviz-film-words"></span><span class="gdviz-film-said" role="status"></span>`;
    const find = (name) => element.querySelector(name);
    find("style").textContent = FILM_STYLES;
    const [form, size, save, cancel, progress, words, said] = ["-form", "-size", "-save", "-cancel", "progress", "-words", "-said"].map((part) => find(part.startsWith("-") ? `.gdviz-film${part}` : part));
    this.parts = { form, size, save, cancel, progress, words, said };
    this.offer(options.forms);
    save.addEventListener("click", () => this.make());
    cancel.addEventListener("click", () => this.making?.abort());
    size.addEventListener("change", () => this.describe());
    element.addEventListener("keydown", (event) => event.stopPropagation()); // letters choose in a list, they are no shortcuts
  }

  /** The forms to choose from; of one there is nothing to choose. */
  offer(forms) {
    const { form } = this.parts;
    form.innerHTML = forms.map((name) => option(name, FILM_FORMS[name].label)).join("");
    form.parentElement.hidden = forms.length < 2;
  }

  /** The payload of the runs, and {title, formula} for the picture. */
  take(payload, words) {
    Object.assign(this, { payload, words });
    this.describe();
  }

  get size() {
    return this.parts.size.value.split(",").map(Number);
  }

  describe() {
    const last = Math.max(0, ...this.payload.runs.map((run) => run.steps));
    this.parts.words.textContent = filmWords(last, this.size);
  }

  async make() {
    if (this.making) return;
    const { near, newPlayer, textOf } = this.options;
    this.making = new AbortController();
    const { signal } = this.making;
    this.show(0);
    this.say("");
    try {
      const film = await filmOf(this.payload, {
        near: near(), newPlayer, signal, words: this.words, form: this.parts.form.value, size: this.size,
        library: libraryFrom(textOf), onProgress: (share) => this.show(share),
      });
      this.save(film);
    } catch (error) {
      this.say(signal.aborted ? "Cancelled." : `The film could not be made: ${error.message || error}`);
    } finally {
      this.making = null;
      this.show(null);
    }
  }

  /** How far it is; null when nothing is made. */
  show(share) {
    const { save, cancel, progress } = this.parts;
    const busy = share !== null;
    save.disabled = busy;
    cancel.hidden = progress.hidden = !busy;
    if (busy) progress.value = share;
  }

  say(...parts) {
    this.parts.said.replaceChildren(...parts);
  }

  /** Save a film under its name, which stays there as a link: a frame may not be allowed to save by itself. */
  save({ blob, form, frames, said }) {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = URL.createObjectURL(blob);
    const name = `${this.options.name}.${form}`;
    const link = Object.assign(document.createElement("a"), { href: this.address, download: name, textContent: name });
    const size = blob.size < 1e6 ? `${Math.round(blob.size / 1000)} kB` : `${(blob.size / 1e6).toFixed(1)} MB`;
    this.say(link, `: ${frames} frames, ${size}. ${said}`);
    link.click();
  }

  destroy() {
    this.making?.abort();
    if (this.address) URL.revokeObjectURL(this.address);
    this.element.replaceChildren();
  }
}
