"""Pictures of runs: map and curves as SVG and PNG, the map as a film in GIF, WebP and MP4."""

from gdviz.export.pictures.animation import film as film
from gdviz.export.pictures.animation import webp_of as webp_of
from gdviz.export.pictures.animation import words_of as words_of
from gdviz.export.pictures.gif import gif_of as gif_of
from gdviz.export.pictures.loss_curves import curves_sheet as curves_sheet
from gdviz.export.pictures.mp4 import mp4_of as mp4_of
from gdviz.export.pictures.paint import png_of as png_of
from gdviz.export.pictures.runs_map import map_sheet as map_sheet
from gdviz.export.pictures.svg import svg_of as svg_of
