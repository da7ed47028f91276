// The host of a page of its own, as a file or in a frame: the payload stands in the page, and the start is fixed.

import { mount } from "../js/mount.js";

const PLACE = ".gdviz-place";

/** Mount the player of a page {payload, insides} in its place; a run's inside is shown from what the page holds. */
function mountPage(place, { payload, insides }, space) {
  let shown = payload.view.inside;
  const player = mount(place, { ...payload, inside: insides[shown] ?? null }, {
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
