"""Pictures of runs: map and curves as SVG and PNG, the map as a film in GIF, WebP and MP4."""

from gdviz.export.pictures.animation import film, words_of
from gdviz.export.pictures.films import Progress, gif_of, mp4_of, webp_of
from gdviz.export.pictures.loss_curves import curves_sheet
from gdviz.export.pictures.paint import png_of
from gdviz.export.pictures.runs_map import map_sheet
from gdviz.export.pictures.sheet import Sheet
from gdviz.export.pictures.svg import svg_of
