// The ground of the map: one Plotly contour of the whole window, drawn once per surface; zooming only moves it.

import { unpackHoles } from "../base/decode.js";
import { heightsOf, spreadRows } from "../base/levels.js";

const QUIET = { staticPlot: true, displayModeBar: false, responsive: false };
const EDGELESS = { l: 0, r: 0, t: 0, b: 0, pad: 0 };

export function contourTrace(grid, heights, look) {
  return {
    type: "contour",
    x: grid.xs,
    y: grid.ys,
    z: heights.rows,
    zmin: heights.low,
    zmax: heights.high,
    zauto: false,
    autocontour: false,
    contours: {
      coloring: "fill",
      start: heights.low + heights.size / 2,
      end: heights.high,
      size: heights.size,
      showlines: true,
    },
    line: { width: 0.7, color: look.contour, smoothing: 0.6 },
    colorscale: look.ground,
    showscale: false,
    hoverinfo: "skip",
    connectgaps: false,
  };
}

function contourLayout(surface, width, height) {
  const axis = { visible: false, fixedrange: true, autorange: false };
  return {
    width,
    height,
    margin: EDGELESS,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    xaxis: { ...axis, range: surface.window[0] },
    yaxis: { ...axis, range: surface.window[1] },
  };
}

export class Ground {
  constructor(element, holes) {
    this.element = element;
    this.holes = holes;
    this.drawn = "";
  }

  /** Draw when surface, levels, theme or size differ from what is drawn. */
  async draw(plotly, { grid, surface, levels, look, box }) {
    const key = [surface.key, levels, look.theme, box.width, box.height].join("|");
    if (key === this.drawn) return;
    this.drawn = key;
    const heights = heightsOf(grid, surface, levels);
    if (surface.holes) heights.rows = spreadRows(heights.rows, 3);
    this.cutHoles(surface, look);
    const traces = surface.constant || surface.blank === 1 ? [] : [contourTrace(grid, heights, look)];
    this.element.style.background = surface.constant ? look.ground[4][1] : "";
    this.plotly = plotly;
    await plotly.react(this.element, traces, contourLayout(surface, box.width, box.height), QUIET);
  }

  /** Paint the blanks, hatched, over the ground: their edges come from a finer raster than the grid. */
  cutHoles(surface, look) {
    const [columns, rows] = surface.fine;
    this.holes.hidden = !surface.holes;
    if (!surface.holes) return;
    Object.assign(this.holes, { width: columns, height: rows });
    const pen = this.holes.getContext("2d");
    unpackHoles(surface.holes, columns, rows).forEach((stretches, row) => {
      for (const [from, to] of stretches) pen.fillRect(from, rows - 1 - row, to - from, 1);
    });
    pen.globalCompositeOperation = "source-in";
    pen.fillStyle = look.paper;
    pen.fillRect(0, 0, columns, rows);
    pen.globalCompositeOperation = "source-atop";
    pen.strokeStyle = look.muted;
    pen.globalAlpha = 0.55;
    for (let x = -rows; x < columns; x += 8) {
      pen.beginPath();
      pen.moveTo(x, rows);
      pen.lineTo(x + rows, 0);
      pen.stroke();
    }
  }

  purge() {
    this.plotly?.purge(this.element);
  }

  /** Put the whole window's picture where it stands in the current view. */
  place(scale, surface, box) {
    const [[x0, x1], [y0, y1]] = surface.window;
    const left = scale.px(x0) - box.left;
    const top = scale.py(y1) - box.top;
    const wide = (scale.px(x1) - scale.px(x0)) / box.width;
    const high = (scale.py(y0) - scale.py(y1)) / box.height;
    this.element.style.setProperty("--gv-zoom", String(Math.sqrt(wide * high)));
    this.holes.style.transform = this.element.style.transform = `translate(${left}px, ${top}px) scale(${wide}, ${high})`;
  }
}
