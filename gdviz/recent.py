"""A bounded cache of the values last used, shared by all threads of the process."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")
Other = TypeVar("Other")


class Recent(Generic[Key, Made]):
    """At most so many values by their keys; the one that was not asked for longest goes first.

    Every operation is atomic: for other threads it is done or not begun.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Key, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, otherwise: Other) -> Made | Other:
        """The value of this key, or what is given for a key that is not kept."""
        with self._lock:
            if key not in self._values:
                return otherwise
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Key, value: Made) -> Made:
        """Keep a value; returns it."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self.most:
                self._values.popitem(last=False)
        return value

    def __contains__(self, key: Key) -> bool:
        with self._lock:
            return key in self._values

    def __len__(self) -> int:
        with self._lock:
            return len(self._values)
