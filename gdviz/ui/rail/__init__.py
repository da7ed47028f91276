"""What a visitor sets: the surface, the start, and a card for each run."""
