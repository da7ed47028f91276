// When each picture of a film is shown, and where on it everything stands. No DOM here.

export const FRAME_TIME = 0.06; // seconds of a frame
export const LAST_TIME = 2; // … and of the last one
const MOST_FRAMES = 150;
const FEWEST_FRAMES = 75; // of a short run: its steps glide
const MOST_A_STEP = 10;

/** Film sizes [width, height] in pixels. */
export const FILM_SIZES = [[900, 900], [1280, 720]];

/**
 * The frames of the player that a film of runs of `last` steps shows: the start, the last step and evenly chosen ones between;
 * of a short run also places between two steps.
 */
export function filmFrames(last) {
  if (last >= MOST_FRAMES) return Array.from({ length: MOST_FRAMES }, (_, k) => Math.round((k * last) / (MOST_FRAMES - 1)));
  const share = Math.min(MOST_A_STEP, Math.max(1, Math.floor(FEWEST_FRAMES / Math.max(1, last))));
  return Array.from({ length: last * share + 1 }, (_, k) => k / share);
}

/** How many frames of what size a film has, in words. */
export function filmWords(last, [width, height]) {
  const frames = filmFrames(last).length;
  return `${frames} frame${frames === 1 ? "" : "s"} of ${width} × ${height} pixels${last >= MOST_FRAMES ? `, evenly chosen of ${last} steps` : ""}`;
}

const HEAD = 58;
const ROW = 22;
const CAPTION = 26;

/** The rectangles {left, top, width, height} of map and curves on a film, for so many rows of the legend. */
export function filmPlaces([width, height], rows) {
  const below = 14 + ROW * rows;
  const room = height - HEAD - below;
  if (width > 1.3 * height) {
    const wide = Math.round(0.6 * width);
    return { map: { left: 0, top: HEAD, width: wide, height: room }, curves: { left: wide, top: HEAD + CAPTION, width: width - wide, height: room - CAPTION }, legend: height - below + 4 };
  }
  const high = Math.round(0.72 * room);
  return { map: { left: 0, top: HEAD, width, height: high }, curves: { left: 0, top: HEAD + high + CAPTION, width, height: room - high - CAPTION }, legend: height - below + 4 };
}

/** Rows of [item, left] for items so many pixels wide, in a legend of some width. */
export function legendRows(items, widthOf, width) {
  const rows = [[]];
  let left = 46;
  for (const item of items) {
    const wide = widthOf(item);
    if (rows.at(-1).length && left + wide > width - 10) {
      rows.push([]);
      left = 46;
    }
    rows.at(-1).push([item, left]);
    left += wide;
  }
  return rows.filter((row) => row.length);
}

export const LEGEND_ROW = ROW;
