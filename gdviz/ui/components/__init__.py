"""Components with their own JavaScript: sliders, charts, small maps, menu, rule editor, copy button."""
