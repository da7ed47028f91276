"""Lazy properties: computed once, by whoever reads them first, and nobody waits for another instance's."""

import threading
from dataclasses import dataclass

from gdviz.lazy import lazy_property


@dataclass(frozen=True)
class Square:
    side: float
    waits: tuple[threading.Event, threading.Event] | None = None

    @lazy_property
    def area(self) -> float:
        """Side by side."""
        if self.waits:
            begun, goes_on = self.waits
            begun.set()
            assert goes_on.wait(30)
        return self.side**2


def test_it_is_computed_once() -> None:
    square = Square(3.0)
    assert square.area == 9.0
    vars(square)["area"] = 10.0
    assert square.area == 10.0, "from the instance"
    assert Square.area.__doc__ == "Side by side."


def test_nobody_waits_for_another_instance() -> None:
    """As in functools.cached_property of Python 3.11, whose lock is one for the class."""
    begun, goes_on = threading.Event(), threading.Event()
    slow = Square(2.0, (begun, goes_on))
    first = threading.Thread(target=lambda: slow.area)
    first.start()
    assert begun.wait(30)
    second = threading.Thread(target=lambda: Square(3.0).area)
    second.start()
    second.join(30)
    waited = second.is_alive()
    goes_on.set()
    first.join()
    second.join()
    assert not waited
    assert vars(slow)["area"] == 4.0


def test_threads_get_one_value() -> None:
    lists: list[list[int]] = []

    class Made:
        @lazy_property
        def values(self) -> list[int]:
            barrier.wait(30)
            return [1]

    barrier, made = threading.Barrier(4), Made()
    threads = [threading.Thread(target=lambda: lists.append(made.values)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one is lists[0] for one in lists)
