"""What gdviz changes of Streamlit: a page that runs again by itself takes no request of a visitor away."""

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from gdviz.ui import streamlit_fixes


@pytest.fixture
def of_a_page(monkeypatch: pytest.MonkeyPatch):
    """Makes the requests that follow those of a running page."""
    streamlit_fixes.put_visitors_first()
    return lambda: monkeypatch.setattr(streamlit_fixes, "get_script_run_ctx", lambda **_: object())


def test_a_page_that_runs_again_leaves_the_visitors_request(of_a_page) -> None:
    requests = ScriptRequests()
    requests.request_rerun(RerunData(page_script_hash="data", query_string="surface=booth"))
    of_a_page()
    assert requests.request_rerun(RerunData(page_script_hash="traps"))
    request = requests.on_scriptrunner_yield().rerun_data
    assert (request.page_script_hash, request.query_string) == ("data", "surface=booth")
    assert requests.on_scriptrunner_yield() is None


def test_a_page_runs_again_whole_where_only_a_part_of_it_was_asked_for(of_a_page) -> None:
    requests = ScriptRequests()
    requests.request_rerun(RerunData(page_script_hash="traps", fragment_id="clock"))
    of_a_page()
    requests.request_rerun(RerunData(page_script_hash="traps"))
    assert requests.on_scriptrunner_yield().rerun_data.fragment_id_queue == []


def test_newer_requests_of_a_visitor_replace_older_ones(of_a_page) -> None:
    requests = ScriptRequests()
    for page in ("traps", "data"):
        requests.request_rerun(RerunData(page_script_hash=page))
    assert requests.on_scriptrunner_yield().rerun_data.page_script_hash == "data"
