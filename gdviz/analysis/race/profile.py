"""The performance profile of a race: Dolan and Moré 2002, Mathematical Programming 91, 201-213, arXiv:cs/0102001."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.trajectory import Array


@dataclass(frozen=True, eq=False, repr=False)
class Profile:
    """shares (k, entries): of the problems that an entry solves within so many times what the best of all needs.

    With t_ps the evaluations of entry s on problem p, inf where it meets the tolerance never, the performance ratio is
    r_ps = t_ps / min_s t_ps, and the profile ρ_s(τ) the share of problems with r_ps ≤ τ: at ratio 1 how often s is the
    quickest, at the largest ratio how often it solves the problem at all. A problem that nobody solves counts for
    nobody. Dolan and Moré 2002, arXiv:cs/0102001, equation 2.1. ratios (k,), from 1. solved (entries,): the last limit.
    """

    names: tuple[str, ...]
    ratios: Array
    shares: Array
    solved: Array

    def __len__(self) -> int:
        return len(self.ratios)

    def __repr__(self) -> str:
        ends = ", ".join(
            f"{name} quickest {first:.0%}, solves {last:.0%}"
            for name, first, last in zip(self.names, self.shares[0], self.solved, strict=True)
        )
        return f"<Profile at {len(self)} ratios from {float(self.ratios[0])}: {ends}>"


def performance_profile(names: Sequence[str], needed: Array, ratios: ArrayLike | None = None) -> Profile:
    """The profile of the evaluations needed (problems, entries); a start within the tolerance counts as one."""
    spent = np.maximum(needed, 1.0)
    best = spent.min(axis=1, keepdims=True)
    relative = np.where(np.isfinite(best), spent / np.where(np.isfinite(best), best, 1.0), np.inf)
    if ratios is None:
        given = np.unique(np.append(relative[np.isfinite(relative)], 1.0))
    else:
        given = np.atleast_1d(argument.numbers(ratios, "ratios"))
        if given.ndim != 1 or not given.size or given.min() < 1:
            raise ValueError("ratios are numbers from 1, as [1, 2, 5]: how many times the best.")
    shares = (relative[None] <= given[:, None, None]).mean(axis=1)
    return Profile(tuple(names), given, shares, np.isfinite(relative).mean(axis=0))
