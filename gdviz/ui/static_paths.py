"""Refuse addresses of files that are longer than a file system allows, which Streamlit 1.67 looks up all the same.

The look-up raises OSError (ENAMETOOLONG): the visitor got status 500 and the log a traceback. Now the status is 400.
"""

from functools import wraps

from streamlit.web.server import component_file_utils

LONGEST_NAME, LONGEST_PATH = 255, 1024
"""Bytes of a name (NAME_MAX of usual file systems) and of a whole address below a served folder."""


def refuse_long_paths() -> None:
    """Let Streamlit treat long addresses as it treats unsafe ones; call it once, before the first visit."""
    original = component_file_utils.is_unsafe_path_pattern
    if hasattr(original, "__wrapped__"):
        return

    @wraps(original)
    def is_unsafe(path: str) -> bool:
        return original(path) or is_too_long(path)

    setattr(component_file_utils, "is_unsafe_path_pattern", is_unsafe)  # noqa: B010 -- a function is exchanged on purpose


def is_too_long(path: str) -> bool:
    """Is the path, or a name in it, longer than a file system allows?"""
    data = path.encode(errors="replace")
    return len(data) > LONGEST_PATH or max(map(len, data.split(b"/"))) > LONGEST_NAME
