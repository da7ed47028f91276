"""The Learn page: the overview of the course, and a lesson, one moment at a time."""
