// The player's elements, made once for each root. Icons are inline SVG, so no font has to arrive first.

const KEYS_ICON = '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true" focusable="false"><rect x="2.500" y="6" width="19" height="12.500" rx="2"/><path d="M6 10h.01M9.500 10h.01M13 10h.01M16.500 10h1.500M6 14.500h.01M9 14.500h6M18 14.500h.01"/></svg>';
const KEY_LIST = [
  [["Space"], "play, pause"],
  [["←", "→"], "one step back, one step on"],
  [["Shift ←", "Shift →"], "ten steps"],
  [["Home", "End"], "to the start, to the last step"],
  [["p", "n"], "to the previous event, to the next"],
];

function keyRow([keys, what]) {
  return `<div><dt>${keys.map((key) => `<kbd>${key}</kbd>`).join(" ")}</dt><dd>${what}</dd></div>`;
}

/** The button and its list; `connectKeys` joins them. */
const KEYS_MARKUP = `<button type="button" class="gdviz-button gdviz-keys-button" aria-label="Keys" title="Keys">${KEYS_ICON}</button>
<div class="gdviz-keys" popover aria-label="Keys" role="dialog"><dl>${KEY_LIST.map(keyRow).join("")}
<div><dt><kbd>Arrows</kbd> on the start mark</dt><dd>move the start</dd></div>
<div class="gdviz-keys-of-page"><dt><kbd>Ctrl Z</kbd> <kbd>Ctrl Shift Z</kbd></dt><dd>undo, redo</dd></div></dl></div>`;

/** An id would be one too many on a page with several players: the button holds its list itself. */
function connectKeys(root) {
  const button = root.querySelector(".gdviz-keys-button");
  button.popoverTargetElement = root.querySelector(".gdviz-keys");
  button.hidden = !("popover" in HTMLElement.prototype);
}

const ICONS = {
  play: '<path d="M7 4.5v15l12.5-7.5z"/>',
  pause: '<path d="M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z"/>',
  start: '<path d="M6 5h2.4v14H6zM19 5v14L9.4 12z"/>',
  back: '<path d="M15.300 4.600L7.900 12l7.400 7.400-1.700 1.700L4.500 12l9.100-9.100z"/>',
  forward: '<path d="M8.700 4.600L16.100 12l-7.400 7.400 1.700 1.700L19.500 12l-9.100-9.100z"/>',
  loop: '<path d="M17 3.5l4 4-4 4V8.600H8A3.400 3.400 0 0 0 4.600 12H2.400A5.600 5.600 0 0 1 8 6.400h9zM7 20.500l-4-4 4-4v2.900h9a3.400 3.400 0 0 0 3.400-3.400h2.200a5.600 5.600 0 0 1-5.600 5.600H7z"/>',
  plus: '<path d="M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z"/>',
  minus: '<path d="M5 11h14v2H5z"/>',
  fit: '<path d="M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z"/>',
  home: '<path d="M12 5a7 7 0 1 1-6.700 5h2.200a4.900 4.900 0 1 0 4.500-2.900V10L7.500 6 12 2z"/>',
  arrows: '<path d="M4.600 20.900l-1.500-1.500L15.600 6.900H9.500v-2.100h9.700v9.700h-2.100V8.400z"/>',
  halts: '<path d="M3.500 5h3.600v14H3.500zM9.500 5h3.600v14H9.500zM14.500 8.500h8l-4 7z"/>',
  previous: '<path d="M15.500 5v14L6.500 12z"/><circle cx="19" cy="12" r="2"/>',
  next: '<path d="M8.500 5v14l9-7z"/><circle cx="5" cy="12" r="2"/>',
};

export function icon(name) {
  return `<svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" focusable="false">${ICONS[name]}</svg>`;
}

function button(name, label, iconName, hint = "") {
  const title = hint ? `${label} (${hint})` : label;
  return `<button type="button" class="gdviz-button" data-do="${name}" aria-label="${label}" title="${title}">${icon(iconName)}</button>`;
}

export function choice(name, label, options) {
  const buttons = options.map(
    ([value, text, title]) =>
      `<button type="button" class="gdviz-choice" data-set="${name}" data-value="${value}" aria-pressed="false" title="${title}">${text}</button>`,
  );
  return `<span class="gdviz-choices" role="group" aria-label="${label}">${buttons.join("")}</span>`;
}

const TOOLS = [
  choice("space", "Dimension", [
    ["false", "2-D", "Map"],
    ["true", "3-D", "Surface in space"],
  ]),
  choice("levels", "Contour levels", [
    ["log", "log", "Levels spread logarithmically above the lowest value: valleys show"],
    ["quantile", "quantile", "Equal areas between levels"],
    ["linear", "linear", "Equal heights between levels"],
  ]),
  '<span class="gdviz-spring"></span>',
  `<button type="button" class="gdviz-button" data-toggle="arrows" aria-pressed="false" aria-label="Arrows" title="Arrows: −∇f and the next step">${icon("arrows")}</button>`,
  button("in", "Zoom in", "plus", "wheel"),
  button("out", "Zoom out", "minus", "wheel"),
  button("fit", "Fit to paths", "fit"),
  button("home", "Back to the window", "home"),
].join("");

const TRANSPORT = [
  button("start", "To the start", "start", "Home"),
  button("play", "Play", "play", "space"),
  button("back", "Step back", "back", "←"),
  button("forward", "Step forward", "forward", "→"),
  `<span class="gdviz-events" hidden>${button("previous", "Previous event", "previous", "p")}${button("next", "Next event", "next", "n")}</span>`,
  '<input class="gdviz-scrubber" type="range" min="0" max="0" step="1" value="0" aria-label="Frame">',
  '<output class="gdviz-counter" aria-hidden="true"><b>0</b><span> / 0</span></output>',
  '<select class="gdviz-speed" aria-label="Speed" title="Speed (1× is 20 steps a second)"></select>',
  `<button type="button" class="gdviz-button" data-toggle="loop" aria-pressed="false" aria-label="Loop" title="Loop">${icon("loop")}</button>`,
  KEYS_MARKUP,
].join("");

const EVENT = `
<div class="gdviz-sentences" role="status" aria-live="polite"></div><span class="gdviz-coming"></span>
<button type="button" class="gdviz-chip gdviz-pause" data-toggle="pause" aria-pressed="false" aria-label="Stop at events" title="While playing, stand still at every event"><span>stop at events</span>${icon("halts")}</button>`;

const MAP = `
<div class="gdviz-clip"><div class="gdviz-contour"></div><canvas class="gdviz-holes" hidden></canvas></div>
<canvas class="gdviz-under gdviz-axes"></canvas><canvas class="gdviz-under gdviz-halo"></canvas><canvas class="gdviz-under gdviz-trail"></canvas>
<canvas class="gdviz-layer"></canvas>
<button type="button" class="gdviz-start" aria-label="Start point"></button>
<button type="button" class="gdviz-answer" hidden></button>
<div class="gdviz-tip" hidden></div>`;

const LOSS = `
<div class="gdviz-head">
${choice("loss", "Loss chart shows", [
  ["value", "f", "Value"],
  ["gradient", "‖∇f‖", "Norm of the gradient"],
])}
<span class="gdviz-caption"></span><span class="gdviz-spring"></span>
${choice("loss_log", "Loss axis", [
  ["true", "log", "Logarithmic axis"],
  ["false", "linear", "Linear axis"],
])}<span class="gdviz-choices"><button type="button" class="gdviz-choice gdviz-table-switch" aria-pressed="false" title="The numbers of all runs at some steps">table</button></span></div>
<div class="gdviz-plot"><canvas role="img" aria-label="Loss against step"></canvas>
<div class="gdviz-loss-table" role="group" aria-label="Table of the loss chart" tabindex="0" hidden></div></div>`;

const BODY = `
<div class="gdviz-left">
  <h2 class="gdviz-hidden">Picture</h2>
  <div class="gdviz-tools" role="toolbar" aria-label="View">${TOOLS}</div>
  <div class="gdviz-stage">
  <div class="gdviz-map" tabindex="0" role="group">${MAP}</div>
  <div class="gdviz-space" hidden></div>
  <p class="gdviz-note" role="status" hidden></p>
  </div>
  <div class="gdviz-transport" role="toolbar" aria-label="Transport">${TRANSPORT}</div>
  <div class="gdviz-event">${EVENT}</div>
  <div class="gdviz-legend"></div>
</div>
<div class="gdviz-right">
  <section class="gdviz-loss" aria-label="Loss chart"><h2 class="gdviz-hidden">Loss chart</h2>${LOSS}</section>
  <section class="gdviz-inside" aria-label="Inside a run" hidden></section>
  <h2 class="gdviz-hidden">Numbers at this frame</h2>
  <section class="gdviz-readout" aria-label="Readouts"></section>
</div>
<p class="gdviz-live" aria-live="polite"></p>`;

const PARTS =
  "map clip contour holes axes halo trail layer start answer tip space note tools transport scrubber counter speed events event pause legend caption plot inside readout live".split(" ");
const OTHER_PARTS = {
  chart: ".gdviz-plot canvas",
  table: ".gdviz-loss-table",
  tableSwitch: ".gdviz-table-switch",
  dimension: '[aria-label="Dimension"]',
  keys: ".gdviz-keys-button",
};

/** Fill a root and name its parts: those of PARTS by their class. */
export function build(root) {
  root.classList.add("gdviz-player");
  Object.assign(root.dataset, { ready: "0", playing: "0" });
  root.innerHTML = BODY;
  root.tabIndex = -1;
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Runs on the surface");
  connectKeys(root);
  const selectors = [...Object.entries(OTHER_PARTS), ...PARTS.map((name) => [name, `.gdviz-${name}`])];
  return { root, ...Object.fromEntries(selectors.map(([name, selector]) => [name, root.querySelector(selector)])) };
}

/** Make the start marker one that can be dragged, or a mark only. */
export function fixStart({ root, map, start }, fixed) {
  root.toggleAttribute("data-fixed", fixed);
  start.disabled = fixed;
  start.title = fixed ? "Start" : "Start: drag me, or click anywhere on the map";
  map.setAttribute("aria-label", `Map of the surface with the paths${fixed ? "" : "; click to set the start"}`);
}

/** Leave the root as empty as it was before `build`. */
export function clear(root) {
  root.replaceChildren();
  root.classList.remove("gdviz-player");
  for (const { name } of [...root.attributes]) if (/^(data-|role$|aria-label$|tabindex$)/.test(name)) root.removeAttribute(name);
}
