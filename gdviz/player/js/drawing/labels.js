// Small labels on a canvas that keep out of each other's way.

/** A small label kept inside the box, pushed away from labels already there; without its second part where the box is too narrow. */
export function drawLabel(pen, words, x, y, box, look, color, taken) {
  pen.font = `600 ${look.text - 1}px ${look.font}`;
  const text = pen.measureText(words).width + 20 > box.width ? words.split(" · ")[0] : words;
  const width = pen.measureText(text).width + 12;
  const height = look.text + 8;
  const left = Math.min(Math.max(x - width / 2, box.left + 4), box.left + box.width - width - 4);
  let top = Math.min(Math.max(y - height / 2, box.top + 16), box.top + box.height - height - 16);
  const rises = top > box.top + box.height / 2 ? -1 : 1;
  const clash = () => taken.some(([l, t, w]) => left < l + w && l < left + width && Math.abs(t - top) < height + 2);
  for (let tries = 0; tries < 12 && clash(); tries += 1) top += rises * (height + 3);
  taken.push([left, top, width]);
  pen.fillStyle = look.paper;
  pen.globalAlpha = 0.92;
  pen.beginPath();
  pen.roundRect(left, top, width, height, 4);
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = color;
  pen.lineWidth = 1.2;
  pen.stroke();
  pen.fillStyle = look.ink;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillText(text, left + 6, top + height / 2 + 0.5);
}
