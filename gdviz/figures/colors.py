"""The colours of runs, minima and verdicts (Okabe and Ito 2008), their shades on light and dark, and those of maps."""

BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, YELLOW, INK = "#E69F00", "#56B4E9", "#B8A900", "#111111"

LIGHT_GROUND = ("#6f9cb3", "#81a6ba", "#93b1c1", "#a4bcc8", "#b5c6ce", "#c6d1d5", "#d7dcdc", "#e8e8e3", "#f9f3ea")
DARK_GROUND = ("#0c1b27", "#13232e", "#1a2b36", "#21333e", "#283c46", "#30444f", "#374d57", "#3f5660", "#476068")
"""Stops from low to high; uniform steps of lightness, muted so that paths stand out."""
LIGHT_SHADES = {PURPLE: "#C4679B", SKY: "#43A6E0"}
DARK_SHADES = {
    BLUE: "#3FA2E0",
    VERMILLION: "#F2762E",
    GREEN: "#1DBE91",
    PURPLE: "#DE93BC",
    ORANGE: "#F0AE1C",
    SKY: "#7CC8F4",
    YELLOW: "#F0E442",
    INK: "#EEEEEE",
}
"""A colour → the shade that is as clear on that ground; itself where none is named."""
