// Fingers, mouse and keys on the map: set or drag the start, pan, zoom, hover.

import { hover } from "./tips.js";

const STILL = 4;
const REST = 700; // milliseconds without a key after which the start has come to rest
const SCROLL = 400; // milliseconds within which two turns of the wheel are one scroll

function spot(event, element) {
  const rectangle = element.getBoundingClientRect();
  return [event.clientX - rectangle.left, event.clientY - rectangle.top];
}

/** The start marker, dragged. */
function listenToDrags(map) {
  const { start, map: element } = map.parts;
  let held = false;
  start.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    event.stopPropagation();
    element.focus({ preventScroll: true });
    held = true;
    start.setPointerCapture(event.pointerId);
    start.classList.add("gdviz-held");
  });
  start.addEventListener("pointermove", (event) => {
    if (held) map.moveStart(...spot(event, map.parts.layer), false);
  });
  const release = (event) => {
    if (!held) return;
    held = false;
    start.classList.remove("gdviz-held");
    if (event.type === "pointerup") map.moveStart(...spot(event, map.parts.layer), true);
    else map.onStart(map.scene.start(), true);
  };
  for (const end of ["pointerup", "pointercancel"]) start.addEventListener(end, release);
}

/** The start marker, moved by arrow keys while it has the focus. */
function listenToArrows(map) {
  const { start } = map.parts;
  let resting = null;
  const rest = () => {
    clearTimeout(resting);
    if (resting !== null) map.onStart(map.scene.start(), true);
    resting = null;
  };
  start.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way || !start.matches(":focus-visible")) return;
    event.preventDefault();
    event.stopPropagation();
    map.nudgeStart(way, event.shiftKey ? 10 : 1);
    clearTimeout(resting);
    resting = setTimeout(rest, REST);
  });
  start.addEventListener("blur", rest);
}

/** Two fingers that zoom: pass their pixels as they move. */
function pinching(map) {
  let before = null;
  return {
    begin: () => (before = null),
    move([[x, y], [u, v]]) {
      const apart = Math.hypot(x - u, y - v);
      if (before) map.zoom((x + u) / 2, (y + v) / 2, before / Math.max(apart, 1));
      before = apart;
    },
  };
}

/** Presses, drags and pinches on the map. */
function listenToPointer(map) {
  const { layer } = map.parts;
  const pointers = new Map();
  const pinch = pinching(map);
  let moved = false;
  layer.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, spot(event, layer));
    moved = pointers.size > 1;
    pinch.begin();
  });
  const drag = (event, before, now) => {
    if (!moved && Math.hypot(now[0] - before[0], now[1] - before[1]) < STILL) return;
    const first = !moved;
    moved = true;
    if (event.pointerType === "touch") return;
    if (first) layer.setPointerCapture(event.pointerId);
    layer.classList.add("gdviz-panning");
    map.pan(now[0] - before[0], now[1] - before[1]);
    pointers.set(event.pointerId, now);
  };
  layer.addEventListener("pointermove", (event) => {
    const [before, now] = [pointers.get(event.pointerId), spot(event, layer)];
    if (!before) {
      if (event.pointerType === "mouse") hover(map, ...now);
    } else if (pointers.size === 2) {
      pointers.set(event.pointerId, now);
      pinch.move([...pointers.values()]);
    } else drag(event, before, now);
  });
  listenToRelease(map, pointers, () => moved);
}

/** What ends where it began is a press. */
function listenToRelease(map, pointers, wasMoved) {
  const { layer } = map.parts;
  const release = (event) => {
    const pressed = pointers.delete(event.pointerId);
    layer.classList.remove("gdviz-panning");
    if (!pressed || wasMoved() || event.type !== "pointerup") return;
    if (map.answer.open) map.answer.placeAt(...spot(event, layer));
    else map.press(...spot(event, layer), event.pointerType === "touch");
  };
  for (const end of ["pointerup", "pointercancel"]) layer.addEventListener(end, release);
  layer.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hover(map, -1, -1)); // what a finger read stays
}

/** The wheel zooms round the pointer, but not in the middle of a scroll of the page that began elsewhere. */
function listenToWheel(map) {
  const { layer, root } = map.parts;
  let elsewhere = -SCROLL;
  const onPage = (event) => {
    if (!event.composedPath().includes(layer) || event.timeStamp - elsewhere < SCROLL) elsewhere = event.timeStamp;
  };
  root.ownerDocument.addEventListener("wheel", onPage, { passive: true, capture: true, signal: map.signal });
  layer.addEventListener(
    "wheel",
    (event) => {
      if (event.timeStamp - elsewhere < SCROLL && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      map.zoom(...spot(event, layer), Math.exp(Math.min(Math.max(event.deltaY, -60), 60) * 0.004));
    },
    { passive: false },
  );
}

/** All listeners of the map; called once per root. */
export function listen(map) {
  listenToDrags(map);
  listenToArrows(map);
  listenToPointer(map);
  listenToWheel(map);
}
