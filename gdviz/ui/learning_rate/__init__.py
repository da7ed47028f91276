"""The Learning rate page: one start, many rates."""
