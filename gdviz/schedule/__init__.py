"""Schedules: from the step to the learning rate."""

from gdviz.schedule.rate_plans import AnySchedule, ListedRates, RatePlan, Scheduled, rate_plan
from gdviz.schedule.schedule import Schedule
from gdviz.schedule.table import SCHEDULES

__all__ = ["SCHEDULES", "AnySchedule", "ListedRates", "RatePlan", "Schedule", "Scheduled", "rate_plan"]
