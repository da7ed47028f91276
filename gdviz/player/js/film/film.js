// A film of runs, made picture by picture beside the page, not in real time; and the panel that makes it.

import { redGreenBlue, runColor } from "../base/look.js";
import { nextTask } from "../base/slices.js";
import FILM_STYLES from "./film.css" with { type: "text" };
import { FILM_FORMS, FILM_SIZES, filmWords, formFor, gifOf, shotsOf, videoOf } from "./forms.js";
import { FilmPictures } from "./pictures.js";

const LOADED = new Map();

/** A library by its name, from `textOf(name)`, a promise of its module's text; each is loaded once in a page. */
function library(name, textOf) {
  if (!LOADED.has(name)) {
    LOADED.set(name, moduleOf(textOf(name)));
    LOADED.get(name).catch(() => LOADED.delete(name));
  }
  return LOADED.get(name);
}

async function moduleOf(text) {
  const address = URL.createObjectURL(new Blob([await text], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * {blob, form, frames, said}: a film of a payload in the form mp4, webm or gif; said: a sentence where it is in another one.
 *
 * options: near, newPlayer, words as for FilmPictures; form; size [width, height]; textOf(name) a promise of the text of the
 * module "mediabunny" or "gifenc"; onProgress(share); signal, which stops it: the promise is then rejected with the signal's reason.
 */
async function filmOf(payload, { near, newPlayer, words, form: wanted, size, textOf, onProgress, signal }) {
  const way = await formFor(wanted, size, globalThis.VideoEncoder, globalThis.isSecureContext);
  const pictures = new FilmPictures(near, newPlayer, payload, size, words);
  try {
    const encoder = await library(way.form === "gif" ? "gifenc" : "mediabunny", textOf);
    signal?.throwIfAborted();
    await pictures.prepare();
    const shots = shotsOf(pictures.last);
    let done = 0;
    const each = async () => {
      onProgress?.((done += 1) / shots.length);
      await nextTask();
      signal?.throwIfAborted();
    };
    const blob = way.form === "gif" ? await gifOf(encoder, pictures, shots, exactColors(pictures.player), each) : await videoOf(encoder, pictures, shots, way, each);
    return { blob, form: way.form, frames: shots.length, said: way.said };
  } finally {
    pictures.destroy();
  }
}

function exactColors({ runs, look }) {
  const colors = [...runs.map((run) => runColor(run.color, look.theme)), look.paper, look.ink];
  return [...new Set(colors)].map(redGreenBlue).filter(Boolean);
}

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
<progress class="gdviz-film-progress" max="1" value="0" aria-label="Film" hidden></progress><span class="gdviz-film-words"></span><span class="gdviz-film-said" role="status"></span>`;
    element.querySelector("style").textContent = FILM_STYLES;
    const parts = ["form", "size", "save", "cancel", "progress", "words", "said"].map((name) => [name, element.querySelector(`.gdviz-film-${name}`)]);
    this.parts = Object.fromEntries(parts);
    const { size, save, cancel } = this.parts;
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
    this.making = new AbortController();
    const { signal } = this.making;
    this.show(0);
    this.say("");
    try {
      this.save(await this.film({ form: this.parts.form.value, size: this.size, signal, onProgress: (share) => this.show(share) }));
    } catch (error) {
      this.say(signal.aborted ? "Cancelled." : `The film could not be made: ${error.message || error}`);
    } finally {
      this.making = null;
      this.show(null);
    }
  }

  /** A promise of a film {blob, form, frames, said}; wanted: {form, size, onProgress, signal} as for filmOf. */
  film(wanted) {
    const { near, newPlayer, textOf } = this.options;
    return filmOf(this.payload, { ...wanted, near: near(), newPlayer, words: this.words, textOf });
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
