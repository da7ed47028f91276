// The host of a page of its own, as a file or in a frame: the payload stands in the page, and the start is fixed.

import { mount } from "../js/mount.js";

const PLACE = ".gdviz-place";

/** Films as GIF, by the library that stands in the page; none where it does not. Its other forms would need far larger ones. */
function filmsOf(page) {
  const library = page.getElementById("gdviz-gifenc");
  const words = { title: page.title, formula: page.querySelector(".gdviz-formula")?.textContent ?? "" };
  const name = page.title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "gdviz";
  return library && { forms: ["gif"], name, words, textOf: async () => library.textContent };
}

/** Mount the player of a page {payload, insides} in its place; a run's inside is shown from what the page holds. Returns {redraw}. */
function mountPage(place, { payload, insides }, space) {
  let { view } = payload;
  const shown = () => ({ ...payload, view, inside: insides[view.inside] ?? null });
  const player = mount(place, shown(), {
    films: filmsOf(document),
    plotly: space && (async () => space),
    onView: (newer) => {
      const turned = newer.inside !== view.inside;
      view = newer;
      if (turned) player.update(shown());
    },
  });
  return { redraw: () => player.update(shown()) };
}

const played = mountPage(document.querySelector(PLACE), JSON.parse(document.getElementById("gdviz-data").textContent), window.Plotly);
window.addEventListener("gdviz-scheme", played.redraw); // loader.js: the page around a frame changed its colours
