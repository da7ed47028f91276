"""Surveys of windows, shared by all visitors; one that ran out of time is tried again on another visit."""

import logging

from gdviz.analysis.landscape import Survey, survey
from gdviz.recent import Recent
from gdviz.surface import Surface, Window
from gdviz.ui import work
from gdviz.ui.cache import of_visit

MOST_SURVEYS = 64
LONGEST_SURVEY = 1.5
"""Seconds of CPU; thousands of rows under a long loss may take more, and are shown without."""
MOST_TRIES = 3
"""Surveys of one window that may run out of time, each on a visit of its own; after these it goes without for all."""
OUT_OF_TIME = "surveys that ran out of time"
LOG = logging.getLogger(__name__)
_surveys: Recent[tuple[Surface, Window], Survey | None] = Recent(MOST_SURVEYS)
_tries: Recent[tuple[Surface, Window], int] = Recent(MOST_SURVEYS)


class Missing:
    """That a survey has not been made; None is that there is none."""


MISSING = Missing()


def survey_so_far(surface: Surface, window: Window) -> Survey | Missing | None:
    """The survey if it has been made; None for a surface that defeats it, or on this visit ran out of time."""
    key = (surface, window)
    so_far = _surveys.get(key, MISSING)
    return None if isinstance(so_far, Missing) and key in of_visit(OUT_OF_TIME, MOST_SURVEYS) else so_far


def surveyed(surface: Surface, window: Window) -> Survey | None:
    """The survey of a window, made if it is missing; None as for `survey_so_far`."""
    so_far, key = survey_so_far(surface, window), (surface, window)
    if not isinstance(so_far, Missing):
        return so_far
    longest = min(LONGEST_SURVEY, work.left())
    try:
        with work.bounded(longest):
            return _surveys.put(key, survey(surface, window))
    except work.TooMuchError:
        LOG.warning("survey given up after %.2g s: %r", longest, surface.text[:200])
        of_visit(OUT_OF_TIME, MOST_SURVEYS).put(key, None)
        if _tries.put(key, _tries.get(key, 0) + 1) < MOST_TRIES:
            return None
    except Exception:  # a bug of ours: the page does without
        LOG.exception("no survey of %r", surface.text[:200])
    return _surveys.put(key, None)
