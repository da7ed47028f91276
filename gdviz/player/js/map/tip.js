// The tip on the map: the sign or path point near the pointer, or the place and its height.

import { tipAt } from "../controls/tips.js";

/** Show it for a pixel of the map's picture; none outside. */
export function hover(map, px, py) {
  const { left, top, width, height } = map.box;
  const over = px >= left && py >= top && px <= left + width && py <= top + height;
  map.parts.tip.hidden = !over;
  if (over) showTip(map, px, py, tipAt(map, px, py));
}

export function showTip({ box, parts }, px, py, text) {
  const { tip, map } = parts;
  const right = px > box.left + box.width * 0.6;
  Object.assign(tip, { textContent: text, hidden: false });
  tip.style.left = right ? "auto" : `${px + 14}px`;
  tip.style.right = right ? `${map.clientWidth - px + 14}px` : "auto";
  tip.style.top = `${Math.max(box.top, Math.min(py + 14, box.top + box.height - tip.offsetHeight))}px`;
}
