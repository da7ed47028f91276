"""The name of a task, the same with and without its key, and the key of a teacher's link."""

from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from gdviz.lessons.errors import LessonError
from gdviz.lessons.task import Task, read_task
from gdviz.scene import Scene

NAME, MOST_FIELDS = "task_", 200
"""How the name of a task begins, and fields of a link that is read."""


def name_of(scene: Scene, task: Task) -> str:
    """The name of the task in links and result codes: the same with and without its key."""
    written = repr(sorted((scene.to_query() | task.to_query()).items()))
    return f"{NAME}{sha256(written.encode()).hexdigest()[:12]}"


def key_of(link: str) -> tuple[str, int]:
    """The name of the task in a teacher's link, and which option is right, from 0. Raises LessonError."""
    query = parse_qs(urlsplit(link.strip()).query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    scene = Scene.from_query(query).scene
    task, notices = read_task(query, scene)
    right = task.question.right if task and task.question else None
    if task is None or right is None:
        raise LessonError(" ".join(notices) or "This is no link with the key of a task: one has task.right in it.")
    return name_of(scene, task), right
