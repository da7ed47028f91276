// Colours, line styles and strokes of the player for a light and a dark ground. No DOM here.

// Uniform steps of CIELAB lightness, muted so that the paths stand out: low ground is darker in both.
const GROUND = {
  light: ["#6f9cb3", "#81a6ba", "#93b1c1", "#a4bcc8", "#b5c6ce", "#c6d1d5", "#d7dcdc", "#e8e8e3", "#f9f3ea"],
  dark: ["#0c1b27", "#13232e", "#1a2b36", "#21333e", "#283c46", "#30444f", "#374d57", "#3f5660", "#476068"],
};
const CONTOUR = { light: "rgba(28, 56, 78, 0.34)", dark: "rgba(190, 215, 230, 0.22)" };
const HALO = { light: "rgba(255, 255, 255, 0.88)", dark: "rgba(4, 10, 16, 0.85)" };
const WARN = { light: "#a63a00", dark: "#ffb38a" };
const GOOD = { light: "#1b7a4b", dark: "#5fd39b" };

// Okabe–Ito colours that need a second shade on one of the grounds.
const SHADES = {
  "#111": { light: "#111111", dark: "#EEEEEE" },
  "#111111": { light: "#111111", dark: "#EEEEEE" },
  "#EEEEEE": { light: "#111111", dark: "#EEEEEE" },
  "#F0E442": { light: "#B8A900", dark: "#F0E442" },
  "#B8A900": { light: "#B8A900", dark: "#F0E442" },
  "#0072B2": { light: "#0072B2", dark: "#3FA2E0" },
  "#D55E00": { light: "#D55E00", dark: "#F2762E" },
  "#009E73": { light: "#009E73", dark: "#1DBE91" },
  "#CC79A7": { light: "#C4679B", dark: "#DE93BC" },
  "#E69F00": { light: "#E69F00", dark: "#F0AE1C" },
  "#56B4E9": { light: "#43A6E0", dark: "#7CC8F4" },
};

const DASHES = {
  solid: [],
  dash: [8, 5],
  dot: [1.5, 4.5],
  dashdot: [9, 4, 1.5, 4],
  longdash: [15, 6],
  longdashdot: [15, 5, 1.5, 5],
};

export function runColor(color, theme) {
  const shade = SHADES[String(color).toUpperCase()] || SHADES[color];
  return shade ? shade[theme] : color;
}

export function dashOf(name, scale = 1) {
  return (DASHES[name] || []).map((length) => length * scale);
}

/**
 * Strokes and colours for a theme and a size, with the page's own {ink, paper, muted, line, accent, font}: on a projector
 * they grow with the type of the page, in pixels.
 */
export function lookOf(theme, size, type, own) {
  const large = size === "projector";
  return {
    theme,
    ...own,
    warn: WARN[theme],
    good: GOOD[theme],
    halo: HALO[theme],
    contour: CONTOUR[theme],
    ground: GROUND[theme].map((color, k, stops) => [k / (stops.length - 1), color]),
    scale: large ? Math.max(1.6, type / 14) : 1,
    text: large ? type + 1 : 12,
  };
}

/** A computed colour as rgb() or rgba(), which Plotly reads too: `color(srgb r g b / a)` is what color-mix() computes to. */
export function plainColor(color) {
  const parts = /^color\(srgb ([^)]*)\)$/.exec(color)?.[1].split(/[\s/]+/).map(Number);
  if (!parts) return color;
  const [red, green, blue] = parts.slice(0, 3).map((part) => Math.round(255 * part));
  return parts.length > 3 ? `rgba(${red}, ${green}, ${blue}, ${parts[3]})` : `rgb(${red}, ${green}, ${blue})`;
}

/** Red, green and blue of #rrggbb or rgb(r, g, b); null for a colour in other words. */
export function redGreenBlue(color) {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (hex) return hex.slice(1).map((part) => parseInt(part, 16));
  const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(color);
  return parts && parts.slice(1).map(Number);
}

/** Whether a CSS colour is dark (relative luminance below one half of mid grey's). */
export function isDark(color) {
  const parts = String(color).match(/[\d.]+/g);
  if (!parts || parts.length < 3) return false;
  const scale = /^color\(/.test(color) ? 255 : 1;
  const [red, green, blue] = parts.slice(0, 3).map((part) => Number(part) * scale);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 110;
}
