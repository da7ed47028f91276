"""Static files are served by their usual names; an address that no file can have is refused without a traceback."""

import asyncio
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from streamlit.web.server.starlette.starlette_routes import create_app_static_serving_routes

import gdviz.ui.session  # noqa: F401 -- as a page does
from gdviz.ui.frame import PAGES, style_sheet
from gdviz.ui.streamlit_fixes import refuse_long_paths

ROOT = Path(__file__).parent.parent


def answered(path: str) -> int:
    """The status of a request for this path below `static`; raises what the server would log with a traceback."""
    (route, _) = create_app_static_serving_routes(str(ROOT / "app.py"), None)
    try:
        request = Request({"type": "http", "method": "GET", "path_params": {"path": path}, "headers": []})
        return int(asyncio.run(route.endpoint(request)).status_code)
    except HTTPException as refused:
        return refused.status_code


def test_files_are_served() -> None:
    assert answered("vendor/plotly-version.txt") == 200
    assert answered("no-such-file.svg") == 404
    assert answered("../app.py") == 400


@pytest.mark.parametrize("path", ["a" * 256, "a" * 5000, "α" * 200, "a/" * 3000 + "b", f"vendor/{'%41' * 100}.js"])
def test_an_address_that_no_file_can_have_is_refused(path: str) -> None:
    assert answered(path) == 400


def test_the_longest_name_that_a_file_can_have_is_looked_up() -> None:
    assert answered("a" * 255) == 404


def test_it_is_done_once() -> None:
    from streamlit.web.server import component_file_utils

    before = component_file_utils.is_unsafe_path_pattern
    refuse_long_paths()
    assert component_file_utils.is_unsafe_path_pattern is before


@pytest.mark.parametrize(("projector", "media"), [(True, "@media all {"), (False, "@media not all {")])
def test_the_rule_of_the_projector_is_the_last_of_the_sheet(projector: bool, media: str) -> None:
    """Where components/landmarks/landmarks.js looks for it; and nothing of it is in force without the switch."""
    for _, page in PAGES:
        before, found, last = style_sheet(page, projector, dark=False).rpartition(media)
        assert found
        assert before.count("{") == before.count("}")
        assert "--gdviz-type: 1rem" in last
        assert "--gdviz-type: 1rem" not in before
        depth = [last[: k + 1].count("{") - last[: k + 1].count("}") for k, sign in enumerate(last) if sign == "}"]
        assert depth.index(-1) == len(depth) - 1, "something stands behind it"
