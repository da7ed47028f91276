"""What is written of a race: a report, the table, all of it as JSON, the performance profile as a picture."""

from gdviz.export.race.saving import save_race as save_race
