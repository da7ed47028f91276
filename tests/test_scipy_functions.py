"""SciPy's benchmark functions of two variables, from their code and from their LaTeX: read rightly, or refused."""

from tests.compare_scipy_functions import OTHER_IN_PRINT, compare, functions


def outcomes(source):
    results = [compare(function, source) for function in functions() if function[source]]
    return {outcome: {r.name for r in results if r.outcome == outcome} for outcome in ("right", "other", "refused")}


def test_code_is_read_as_scipy_runs_it_or_refused():
    found = outcomes("code")
    assert found["other"] == set()
    assert len(found["right"]) >= 129


def test_latex_is_read_as_scipy_runs_it_unless_it_says_something_else():
    found = outcomes("latex")
    assert found["other"] <= OTHER_IN_PRINT
    assert len(found["right"]) >= 88
