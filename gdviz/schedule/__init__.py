"""Schedules: from the step to the learning rate."""

from gdviz.schedule.schedule import WARM_UP, Rates, Schedule
from gdviz.schedule.table import SCHEDULES

__all__ = ["SCHEDULES", "WARM_UP", "Rates", "Schedule"]
