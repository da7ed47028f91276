"""Points within long computations at which a host may let others go first, cancel, or bound the work.

The library works in slices and calls `checkpoint()` after each. Without a listener that does nothing; a web app sets
one, which may wait, or raise an exception of its own to end the computation.
"""

from collections.abc import Callable

Listener = Callable[[], None]


def _nothing() -> None:
    """No listener is set."""


_listener: Listener = _nothing


def checkpoint() -> None:
    """The end of a slice of some milliseconds; raises what the listener raises."""
    _listener()


def listen(listener: Listener = _nothing) -> None:
    """Call this at every checkpoint from now on, in whatever thread the work is done; by default nothing."""
    global _listener
    _listener = listener
