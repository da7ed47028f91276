// The transport: the clock of playing, with the frames that keys lead to, and the buttons, scrubber, speed and keys that become calls on the player.

import { setText } from "../base/page.js";
import { icon } from "./markup.js";

const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16];
export const STEPS_A_SECOND = 20;

/**
 * Advance a (fractional) frame by `seconds`; a negative or huge gap (a sleeping tab) is not time played.
 * It ends at the next of the frames `stops`, and at the last unless it loops.
 */
export function advance(frame, seconds, { speed, last, loop, stops = [] }) {
  const elapsed = Math.min(Math.max(0, seconds), 0.25);
  const next = frame + elapsed * STEPS_A_SECOND * speed;
  const stop = neighbourMark(stops, frame, 1);
  if (stop !== null && stop <= next) return { frame: stop, ended: true };
  if (next < last) return { frame: next, ended: false };
  if (loop && last > 0) return { frame: next % last, ended: false };
  return { frame: last, ended: true };
}

export function clampFrame(frame, last) {
  return Number.isFinite(frame) ? Math.min(Math.max(0, Math.round(frame)), last) : 0;
}

/** The frame a key leads to, or null when the key is not the player's. */
export function frameForKey(key, shift, frame, last) {
  const stride = shift ? 10 : 1;
  const now = Math.round(frame);
  if (key === "ArrowLeft") return clampFrame(now - stride, last);
  if (key === "ArrowRight") return clampFrame(now + stride, last);
  if (key === "Home") return 0;
  if (key === "End") return last;
  return null;
}

/** The nearest marked frame after (direction 1) or before (-1) this one; null when there is none. */
export function neighbourMark(frames, frame, direction) {
  const candidates = frames.filter((other) => (direction > 0 ? other > frame : other < frame));
  if (!candidates.length) return null;
  return direction > 0 ? Math.min(...candidates) : Math.max(...candidates);
}

export class Playback {
  /** draw() shows the frame; pace() returns {speed, loop, stops}; root is the element that must stay on the page. */
  constructor(root, draw, pace) {
    Object.assign(this, { root, draw, pace, frame: 0, last: 0, playing: false, clock: null });
  }

  /** A new last frame; `standing` is where it stands unless it plays. */
  take(last, standing) {
    this.last = last;
    this.frame = this.playing ? Math.min(this.frame, last) : standing;
  }

  /** Show a frame (between two steps too, for pictures) and stop playing. */
  show(frame) {
    this.playing = false;
    this.frame = Number.isFinite(frame) ? Math.min(Math.max(0, frame), this.last) : 0;
    this.draw();
  }

  /** Show a whole frame and stop playing. */
  goTo(frame) {
    this.show(clampFrame(frame, this.last));
  }

  toggle() {
    if (this.playing) this.goTo(Math.round(this.frame));
    else this.play(this.frame >= this.last ? 0 : this.frame);
  }

  /** Play from a frame; where there is one frame only, nothing plays. */
  play(frame) {
    Object.assign(this, { frame, clock: null, playing: this.last > 0 });
    this.draw();
    this.request();
  }

  stop() {
    this.playing = false;
    cancelAnimationFrame(this.coming);
  }

  /** Ask for the next picture; one request at a time, however often Play and Pause are pressed. */
  request() {
    cancelAnimationFrame(this.coming);
    if (this.playing) this.coming = requestAnimationFrame((now) => this.tick(now));
  }

  tick(now) {
    if (!this.playing || !this.root.isConnected) return;
    const seconds = this.clock === null ? 0 : (now - this.clock) / 1000;
    this.clock = now;
    const { frame, ended } = advance(this.frame, seconds, { ...this.pace(), last: this.last });
    this.frame = frame;
    if (ended) this.playing = false;
    this.draw();
    this.request();
  }
}

const TYPING = "input:not([type=range]), select, textarea";

/** Bind the transport and the view switches of a player, until the signal ends it. */
export function bindTransport(parts, player, signal) {
  const { playback, views } = player;
  parts.speed.innerHTML = SPEEDS.map((speed) => `<option value="${speed}">${speed}×</option>`).join("");
  parts.speed.addEventListener("change", () => player.setView({ speed: Number(parts.speed.value) }));
  parts.scrubber.addEventListener("input", () => playback.goTo(Number(parts.scrubber.value)));
  const verbs = {
    start: () => (playback.playing ? playback.play(0) : playback.goTo(0)),
    play: () => playback.toggle(),
    back: () => playback.goTo(Math.ceil(playback.frame) - 1),
    forward: () => playback.goTo(Math.floor(playback.frame) + 1),
    previous: () => jump(player, -1),
    next: () => jump(player, 1),
    in: () => views.map.zoomMiddle(0.6),
    out: () => views.map.zoomMiddle(1 / 0.6),
    fit: () => views.map.fit(),
    home: () => (player.view.space ? views.space : views.map).reset(),
  };
  const onClick = (event) => {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    const { do: verb, toggle, set, value, inside } = pressed.dataset;
    if (verb) verbs[verb]();
    if (inside) player.setView({ inside: player.view.inside === inside ? "off" : inside });
    if (toggle) player.setView({ [toggle]: !player.view[toggle] });
    if (set) player.setView({ [set]: value === "true" ? true : value === "false" ? false : value });
  };
  parts.root.addEventListener("click", onClick, { signal });
  parts.root.addEventListener("keydown", (event) => onKey(event, player), { signal });
}

function jump(player, direction) {
  const frame = neighbourMark(player.eventFrames(), Math.round(player.playback.frame), direction);
  if (frame !== null) player.playback.goTo(frame);
}

function onKey(event, player) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPING)) return;
  // One-letter shortcuts of the page around must not fire from inside the player.
  event.stopPropagation();
  const onButton = event.target.closest("button") && !event.target.closest("[data-do=play]");
  const frame = frameForKey(event.key, event.shiftKey, player.playback.frame, player.playback.last);
  if (frame !== null) player.playback.goTo(frame);
  else if (event.key === " " && !onButton) player.playback.toggle();
  else if (event.key === "n") jump(player, 1);
  else if (event.key === "p") jump(player, -1);
  else return;
  event.preventDefault();
}

/** Show the playback on the controls and on the root's data attributes. */
export function showTransport(parts, playback) {
  const frame = Math.floor(playback.frame);
  const { root, scrubber, counter } = parts;
  if (root.dataset.frame !== String(frame)) {
    root.dataset.frame = String(frame);
    scrubber.value = String(frame);
    scrubber.setAttribute("aria-valuetext", `Frame ${frame} of ${playback.last}`);
    scrubber.style.setProperty("--gdviz-share", playback.last ? `${(100 * frame) / playback.last}%` : "0%");
    setText(counter.firstElementChild, String(frame));
  }
  const still = playback.last === 0; // one frame: nothing to play
  if (parts.scrubber.disabled !== still) {
    for (const control of [scrubber, ...parts.transport.querySelectorAll("[data-do]")]) control.disabled = still;
  }
  const playing = playback.playing ? "1" : "0";
  if (root.dataset.playing !== playing) {
    root.dataset.playing = playing;
    const button = parts.transport.querySelector("[data-do=play]");
    button.innerHTML = icon(playback.playing ? "pause" : "play");
    button.setAttribute("aria-label", playback.playing ? "Pause" : "Play");
    button.title = `${playback.playing ? "Pause" : "Play"} (space)`;
  }
}

/** Show which switches are on; flat: there is no space to switch to; line {axis}: of a curve, which has no levels either. */
export function showSwitches(parts, view, flat, line) {
  parts.dimension.hidden = flat || Boolean(line);
  parts.root.querySelector('[aria-label="Contour levels"]').hidden = Boolean(line);
  if (line) parts.root.dataset.line = line.axis;
  else delete parts.root.dataset.line;
  for (const button of parts.root.querySelectorAll("[data-set]")) {
    button.setAttribute("aria-pressed", String(String(view[button.dataset.set]) === button.dataset.value));
  }
  for (const button of parts.root.querySelectorAll("[data-toggle]")) {
    button.setAttribute("aria-pressed", String(Boolean(view[button.dataset.toggle])));
  }
  parts.speed.value = String(SPEEDS.reduce((a, b) => (Math.abs(b - view.speed) < Math.abs(a - view.speed) ? b : a)));
}
