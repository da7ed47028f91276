"""Pictures of runs: map and curves as SVG and PNG, the map as a film in GIF, WebP and MP4."""

from gdviz.export.pictures.animation import film as film
from gdviz.export.pictures.animation import webp as webp
from gdviz.export.pictures.animation import words_of as words_of
from gdviz.export.pictures.curves_sheet import curves_sheet as curves_sheet
from gdviz.export.pictures.gif import gif as gif
from gdviz.export.pictures.map_sheet import map_sheet as map_sheet
from gdviz.export.pictures.mp4 import mp4 as mp4
from gdviz.export.pictures.paint import png_of as png_of
from gdviz.export.pictures.svg import svg as svg
