"""Backtracking line search: shrink the step until Armijo's condition holds."""

from gdviz.optimizers.methods.ray import Ray, Slope

SHRINKS = 60  # half a machine epsilon is reached after 53 halvings


def armijo(ray: Ray, first: float, c1: float, shrink: float = 0.5) -> Slope | None:
    """The first of `first`, shrink·first, shrink²·first, … where Armijo's condition holds; None if none does.

    Nocedal & Wright 2006, algorithm 3.1.
    """
    rate = first
    for _ in range(SHRINKS):
        spot = ray.at(rate)
        descends = ray.descends(spot, c1)
        ray.note(spot, descends, None)
        if descends:
            return ray.accept(ray.sloped(spot))
        if (spot.point == ray.origin.point).all():
            return None
        rate *= shrink
    return None
