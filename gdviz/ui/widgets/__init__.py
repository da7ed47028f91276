"""Small things that several pages use: run styles, names of variables."""
