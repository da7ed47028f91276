// The panel of a film in the app: the runs come with the page, and the film is made here, by a player that nobody sees.

import { FilmPanel } from "../../../player/js/film/film.js";
import { Player } from "../../../player/js/player.js";
import { vendorText } from "../vendor.js";

export default class SaveFilm {
  constructor(root) {
    const options = { forms: [], near: () => root, newPlayer: (place) => new Player(place, {}), textOf: (name) => vendorText(name, this.vendor) };
    this.panel = new FilmPanel(root, options);
  }

  update({ payload, forms, name, words, vendor }) {
    this.vendor = vendor;
    this.panel.options.name = name;
    if (forms.join() !== this.forms) this.panel.offer(forms);
    this.forms = forms.join();
    this.panel.take(payload, words);
  }

  destroy() {
    this.panel.destroy();
  }
}
