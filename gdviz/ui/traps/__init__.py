"""The Traps page: basins of attraction of two optimizers, and ways out of a local minimum."""
