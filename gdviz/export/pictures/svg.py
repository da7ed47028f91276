"""A sheet as SVG: lines stay lines, so that it prints at any size."""

import base64
import html
import re
from collections.abc import Iterator

from gdviz.export.fonts import font_faces_of
from gdviz.export.pictures.sheet import Image, Sheet, Stroke, Words
from gdviz.figures import png

FAMILY = "IBM Plex Sans, Noto Sans, Helvetica, Arial, sans-serif"
NO_TEXT = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What is no character of XML 1.0."""


def svg_of(sheet: Sheet) -> str:
    """The sheet as an SVG document, the app's fonts and the ground inside; other letters are of the viewer's fonts."""
    size = f'width="{sheet.width}" height="{sheet.height}" viewBox="0 0 {sheet.width} {sheet.height}"'
    title = escaped(sheet.title)
    letters = "".join(shape.text for shape in sheet.shapes if isinstance(shape, Words))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{title}" font-family="{FAMILY}">',
        f"<title>{title}</title>",
        f"<style>{font_faces_of(letters)}</style>",
        f'<rect width="{sheet.width}" height="{sheet.height}" fill="{sheet.paper}"/>',
        *(element for shape in sheet.shapes for element in elements(shape)),
        "</svg>",
    ]
    return "\n".join([*lines, ""])


def escaped(text: str) -> str:
    """Text that may stand in XML, without what it does not allow."""
    return html.escape(NO_TEXT.sub("", text))


def elements(shape: Stroke | Words | Image) -> Iterator[str]:
    """A shape as elements."""
    if isinstance(shape, Words):
        weight = ' font-weight="600"' if shape.bold else ""
        anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
        place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}" fill="{shape.color}"'
        yield f"<text {place}{weight}{anchor}>{escaped(shape.text)}</text>"
    elif isinstance(shape, Image):
        source = base64.b64encode(png(shape.pixels)).decode("ascii")
        place = f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'
        yield f'<image {place} preserveAspectRatio="none" href="data:image/png;base64,{source}"/>'
    else:
        path = "L".join(f"{x:.2f},{y:.2f}" for x, y in shape.points)
        dash = f' stroke-dasharray="{" ".join(f"{length:g}" for length in shape.dash)}"' if shape.dash else ""
        opacity = "" if shape.opacity == 1 else f' stroke-opacity="{shape.opacity:g}"'
        line = f'stroke="{shape.color}" stroke-width="{shape.width:g}" stroke-linejoin="round" stroke-linecap="round"'
        end = "Z" if shape.closed else ""
        yield f'<path d="M{path}{end}" fill="{shape.fill or "none"}" {line}{dash}{opacity}/>'
