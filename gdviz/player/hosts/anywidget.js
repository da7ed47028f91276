// The host of a notebook, by anywidget: the kernel sends payloads, and works the runs out again for another start.

import { mount } from "../js/mount.js";
import { followScheme } from "./scheme.js";

const ANSWERS = ["paths", "ground", "heard", "refused"];
const PATIENCE = 4000; // milliseconds
const NO_ANSWER = "The kernel has not answered: it may be busy, interrupted or stopped. The paths are those of the last start that it answered.";

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

/** The line below the player that says what is wrong; empty while nothing is. */
class Remark {
  constructor(place) {
    this.element = Object.assign(document.createElement("p"), { role: "status" });
    this.element.style.cssText = "margin: 4px 8px";
    place.append(this.element);
  }

  say(text) {
    clearTimeout(this.timer);
    this.element.textContent = text;
  }

  /** Say this unless something is said before. */
  sayLater(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(text), PATIENCE);
  }
}

/** The element of the player in that of its cell. */
function placeIn(el) {
  const place = document.createElement("div");
  place.style.setProperty("--gdviz-map-height", "480px");
  el.append(place);
  return place;
}

/** Films in every form; what writes them comes from the kernel. */
function filmsFrom(model) {
  return { forms: ["mp4", "webm", "gif"], name: "gdviz", textOf: async (name) => new TextDecoder().decode(await askForLibrary(model, name)) };
}

function render({ model, el }) {
  const place = placeIn(el);
  const remark = new Remark(el);
  const payload = () => ({ ...model.get("paths"), surface: model.get("ground") });
  const tell = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  let [player, space] = [null, null];
  const update = () => {
    remark.say(model.get("refused"));
    player?.update(payload(), model.get("heard"));
  };
  const endScheme = followScheme((scheme) => {
    place.style.colorScheme = scheme;
    update();
  });
  player = mount(place, payload(), {
    plotly: () => (space ??= askForLibrary(model, "plotly").then(runScript)),
    onStart: model.get("movable") ? (start) => (tell("start", start), remark.sayLater(NO_ANSWER)) : undefined,
    onView: (view) => tell("view", view),
    films: filmsFrom(model),
  });
  // Also when the answer is as before: the player waits for it.
  for (const name of ANSWERS) model.on(`change:${name}`, update);
  return () => {
    for (const name of ANSWERS) model.off(`change:${name}`, update);
    endScheme();
    remark.say("");
    player.destroy();
  };
}

export default { render };
