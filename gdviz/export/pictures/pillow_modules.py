"""The door to Pillow, which draws in pixels and is an extra."""

from typing import Any

from gdviz.export.formula import NotExported

MISSING = "Pictures of pixels need Pillow: pip install 'gdviz[pictures]'. A picture .svg or a page .html needs nothing."


def pillow() -> Any:
    """Pillow's modules Image, ImageDraw and ImageFont; NotExported, with the command to install it, without it."""
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError as missing:
        raise NotExported(MISSING) from missing
    return Image, ImageDraw, ImageFont
