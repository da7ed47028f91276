// The host of a notebook, by anywidget: the kernel sends payloads, and works the runs out again for another start.

import { mount } from "../js/mount.js";

const DARK = ["dark", "vscode-dark", "vscode-high-contrast"];

/** The colour scheme of the notebook, where it says which; else the system's. */
function schemeOf({ dataset, classList }) {
  if (dataset.jpThemeLight !== undefined) return dataset.jpThemeLight === "true" ? "light" : "dark";
  if (DARK.some((name) => classList.contains(name))) return "dark";
  return [...classList].some((name) => name.startsWith("light") || name === "vscode-light") ? "light" : "light dark";
}

/** The bytes of a library ("plotly", "mediabunny", "gifenc"), which the kernel sends when it is wanted. */
function askForLibrary(model, name) {
  return new Promise((resolve, reject) => {
    const onMessage = (message, buffers) => {
      if (message.library !== name) return;
      model.off("msg:custom", onMessage);
      if (message.refused) reject(new Error(message.refused));
      else resolve(buffers[0]);
    };
    model.on("msg:custom", onMessage);
    model.send({ want: name });
  });
}

/** Run a script that announces itself as window.Plotly; loaders of the page, as RequireJS, must not take it. */
async function runScript(bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
  const { define, Plotly: before } = window;
  window.define = undefined;
  try {
    const script = Object.assign(document.createElement("script"), { src: address });
    await new Promise((resolve, reject) => {
      Object.assign(script, { onload: resolve, onerror: () => reject(new Error("The drawing library did not arrive.")) });
      document.head.append(script);
    });
    script.remove();
    return window.Plotly;
  } finally {
    window.define = define;
    window.Plotly = before;
    URL.revokeObjectURL(address);
  }
}

function render({ model, el }) {
  const place = document.createElement("div");
  place.style.colorScheme = schemeOf(document.body);
  place.style.setProperty("--gdviz-map-height", "480px");
  el.append(place);
  const payload = () => ({ ...model.get("paths"), surface: model.get("ground") });
  const tell = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  let space = null;
  const player = mount(place, payload(), {
    plotly: async (name) => (name === "space" ? (space ??= askForLibrary(model, "plotly").then(runScript)) : null),
    onStart: model.get("movable") ? (start) => tell("start", start) : undefined,
    onView: (view) => view.frame === undefined && tell("view", view),
    films: { forms: ["mp4", "webm", "gif"], name: "gdviz", textOf: async (name) => new TextDecoder().decode(await askForLibrary(model, name)) },
  });
  const update = () => player.update(payload(), model.get("heard"));
  // Also when the answer is as before: the player waits for it.
  for (const name of ["paths", "ground", "heard"]) model.on(`change:${name}`, update);
  return () => {
    for (const name of ["paths", "ground", "heard"]) model.off(`change:${name}`, update);
    player.destroy();
  };
}

export default { render };
