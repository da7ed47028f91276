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

/** Mount the player of a page {payload, insides} in its place; a run's inside is shown from what the page holds. */
function mountPage(place, { payload, insides }, space) {
  let shown = payload.view.inside;
  const player = mount(place, { ...payload, inside: insides[shown] ?? null }, {
    films: filmsOf(document),
    plotly: space && (async (name) => (name === "space" ? space : null)),
    onView: ({ frame, ...view }) => {
      if (view.inside === shown) return;
      shown = view.inside;
      player.update({ ...payload, view, inside: insides[shown] ?? null });
    },
  });
  return player;
}

mountPage(document.querySelector(PLACE), JSON.parse(document.getElementById("gdviz-data").textContent), window.Plotly);
