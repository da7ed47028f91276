"""A widget's callback is not broken off by a newer request."""

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState

import gdviz.ui.session  # noqa: F401 -- every page imports it, and with it goes the change


def test_a_callback_changes_the_scene_although_a_newer_request_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def newer_request() -> None:
        raise RerunException(RerunData())

    state = SafeSessionState(SessionState(), newer_request)

    def callbacks(inner: SessionState, *_: object, **__: object) -> None:
        state["scene"] = "the old one" if "scene" in state else "the new one"

    monkeypatch.setattr(SessionState, "on_script_will_rerun", callbacks)
    state.on_script_will_rerun(None)
    assert state.filtered_state["scene"] == "the new one"
    with pytest.raises(RerunException):  # the newer request is heard by the script that follows
        state["scene"]
