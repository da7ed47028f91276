"""`gdviz open LINK` runs what the page of the link shows: its numbers are those that the page sends to the browser."""

import html
import json
import re
from dataclasses import replace
from urllib.parse import quote, urlencode

import numpy as np
import pytest

from gdviz.analysis.diagnosis import Verdict
from gdviz.cli import main
from gdviz.figures.diagnosis_marks import WORDS
from gdviz.figures.rates import tolerance_words
from gdviz.learning.data import MODELS
from gdviz.lessons import make_task
from gdviz.numeral import numeral, percent
from gdviz.recent import Recent
from gdviz.scene import OPENINGS, DataRun, Run, Scene
from gdviz.scene.history import with_snapshot
from tests.test_learn_page import player
from tests.test_pages import data, opened, scene
from tests.unpacking import unpack

CELL = r"<t[hd][^>]*>(.*?)</t[hd]>"
RULE = "v = beta*v + (1 - beta)*g\ntheta = theta - alpha*v"
EIGHT = tuple(Run(key, style=style) for style, key in enumerate("sgd momentum adam bfgs newton lion rprop sam".split()))
NOISY = (
    Run("sgd", (("learning_rate", 0.02),), options=(("noise", 0.3), ("clip_norm", 1.0))),
    Run("typed", (("beta", 0.5),), style=1, rule=RULE, schedule="cosine", schedule_knobs=(("warm_up", 5.0),)),
    Run("adam", on=False, style=2),
)
SCENES = {
    "eight runs": Scene(surface="booth", runs=EIGHT, steps=60, start=(1.0, -2.0), stop=(("gradient", 1e-3),)),
    "noise, own rule, schedule": Scene(text="a x^2 + 3y^2 + sin x", runs=NOISY, steps=40, seed=7),
    "one variable": Scene(text="x^4/4 - x^2 + x/5", runs=(Run("sgd", (("learning_rate", 0.05),)),), steps=30),
    "diverges": Scene(text="x^2 + y^2", runs=(Run("sgd", (("learning_rate", 3.0),)),), steps=2000),
}
LESSON = with_snapshot(with_snapshot(SCENES["one variable"], 4))
SCENES["with snapshots"] = replace(SCENES["eight runs"], snapshots=LESSON.snapshots)
OWN_ROWS = "x,y\n0,1\n1,3.1\n2,4.9\n3,7.2\n4,9.1"
DATA = {
    "mini-batches": replace(OPENINGS["batches"], steps=40, equal_passes=True),
    "own rows": replace(OPENINGS["batches"], set="own", table=OWN_ROWS, steps=30, standard=True),
    "overfitting": replace(OPENINGS["overfitting"], steps=60),
    "svm, hidden run": replace(
        OPENINGS["batches"], model="svm", set="two_classes", steps=25,
        runs=(DataRun(Run("adam", (("learning_rate", 0.1),)), 4), DataRun(Run("sgd", on=False, style=1))),
    ),
    **{
        model: replace(
            OPENINGS["batches"], model=model, set=MODELS[model].data, steps=20, start=MODELS[model].start,
            runs=(DataRun(Run("adam", (("learning_rate", 0.1),)), 5), DataRun(Run("sgd", style=1))),
        )
        for model in ("logistic", "sigmoid_neuron", "bandit", "registration", "sentiment")
    },
}  # fmt: skip
NO_STEP = "theta = theta - alpha*sqrt(-1 - g*g)"
ADAM = Run("adam", (("learning_rate", 0.03),), style=1)
MANY_WEIGHTS = {
    "polynomial, as it opens": OPENINGS["polynomial"],
    "polynomial, changed": replace(
        OPENINGS["polynomial"], degree=4, decay=0.02, share=0.7, order=5, steps=60, seed=9,
        runs=(
            DataRun(replace(ADAM, schedule="cosine"), 3),
            DataRun(Run("sgd", schedule="reduce_on_plateau")),
            DataRun(Run("sgd", on=False, style=2)),
            DataRun(Run("bfgs", style=3)),
            DataRun(Run("typed", style=4, rule=NO_STEP)),
        ),
    ),
    "polynomial, own rows": replace(
        OPENINGS["polynomial"], set="own", table=OWN_ROWS, standard=True, degree=2, steps=9
    ),
    "network, as it opens": OPENINGS["network"],
    "network, changed": replace(
        OPENINGS["network"], hidden=3, activation="relu", plane="random", decay=0.01, share=0.3, order=4, rows=60,
        steps=2000, runs=tuple(DataRun(replace(ADAM, style=style), 4) for style in range(5)),
    ),
}  # fmt: skip
RATES = {
    "gradient descent": Scene(surface="bowl_10", runs=(Run("sgd"), Run("adam", style=1)), steps=60),
    "rates set by hand, the second run": Scene(
        surface="himmelblau", runs=EIGHT[:3], steps=40, study=(1,), rates=(0.03, 0.001, 0.2), tried=(("momentum", 0.5),)
    ),
    "no right rate": Scene(text="x^2 - y^2", runs=(Run("sgd"),), steps=40),
    "a method in its place": Scene(surface="bowl_10", runs=(Run("bfgs"),), steps=30),
}
TRAPS = {
    "as it opens": Scene(),
    "one run, rates of its own": Scene(surface="double_well", runs=(Run("momentum", (("learning_rate", 0.02),)),)),
    "nothing to be trapped in": Scene(surface="bowl_10", runs=EIGHT[:2]),
    "no minimum, a strength": Scene(surface="saddle", runs=EIGHT[:3], study=(2, 0), escapes=(("trials", 20.0),)),
}


def query_of(query: dict) -> str:
    return urlencode(query, doseq=True)


def agree(link: str, page: dict, capsys: pytest.CaptureFixture[str]) -> None:
    """What the command prints of the link is what the page sent."""
    assert main(["open", link, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(run["label"], run["steps"]) for run in said["runs"]] == [(r["label"], r["steps"]) for r in page["runs"]]
    np.testing.assert_allclose(said["start"], page["start"])
    for run, sent in zip(said["runs"], page["runs"], strict=True):
        points = unpack(sent["points"], 5).reshape(2, -1)
        np.testing.assert_allclose(run["point"], points[:, -1], rtol=1e-7, atol=1e-300)
        value = np.nan if run["value"] is None else run["value"]
        np.testing.assert_allclose(value, unpack(sent["values"], 5)[-1], rtol=1e-7, atol=1e-300)
        if checked := page.get("fit", {}).get("runs", {}).get(sent["id"], {}).get("checked"):
            np.testing.assert_allclose(run["validation_loss"], unpack(checked, 5), rtol=1e-7)
            assert run["early_stop"] == page["fit"]["runs"][sent["id"]]["stop"]
        if sent["id"] in page["fates"]:
            assert run["sentence"] == page["fates"][sent["id"]]["sentence"]


@pytest.mark.long
@pytest.mark.parametrize("name", SCENES)
def test_a_link_of_explore(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    query = query_of(SCENES[name].to_query())
    agree(f"https://gdviz.example/?{query}", player(opened("app.py", query).run()), capsys)


@pytest.mark.long
@pytest.mark.parametrize("name", DATA)
def test_a_link_of_data(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    query = query_of(Scene(data=DATA[name]).to_query())
    agree(f"https://gdviz.example/app/data?{query}", player(opened("pages/data.py", query).run()), capsys)


@pytest.mark.long
@pytest.mark.parametrize("name", MANY_WEIGHTS)
def test_a_link_of_a_polynomial_or_a_network(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    query = query_of(Scene(data=MANY_WEIGHTS[name]).to_query())
    page, link = opened("pages/data.py", query), f"https://gdviz.example/data?{query}"
    sent = player(page)
    agree(link, sent, capsys)
    assert main(["open", link, "--json"]) == 0
    out, err = capsys.readouterr()
    said, shown = json.loads(out), "".join(html.unescape(part.proto.body) for part in page.get("html"))
    assert said["plane"]["sentence"] == sent["fit"]["words"]
    assert all(sentence in shown for sentence in filter(None, err.splitlines()))
    stops = {mark["run"]: mark["frame"] for mark in sent["marks"] if mark["phrase"] == "early stop"}
    for run, drawn in zip(said["runs"], sent["runs"], strict=True):
        fit = sent["fit"]["runs"][drawn["id"]]
        np.testing.assert_allclose(run["training_loss"], unpack(drawn["values"], 5), rtol=1e-7)
        np.testing.assert_allclose(run["validation_loss"], unpack(fit["checked"], 5), rtol=1e-7)
        np.testing.assert_allclose(run["rows_seen"], unpack(fit["seen"], 5))
        assert run["early_stop"] == fit["stop"] == stops.get(drawn["id"])
        assert f"<b>{run['label']}:</b> {run['sentence']}</li>" in shown
        assert len(run["weights"]) == said["weights"] == fit["dimension"]
        np.testing.assert_allclose(loss_apart(np.array(run["weights"]), sent["fit"]), run["validation_loss"][-1])
    assert err.count("Left out: ") == 3 * (name == "polynomial, changed")
    assert main(["open", link]) == 0
    text = capsys.readouterr().out
    assert all(f"{run['label']}: {run['sentence']}" in text for run in said["runs"])
    assert said["plane"]["sentence"] in text
    if said["degrees"]:
        assert said["degrees"]["sentence"] in text
        degrees(said["degrees"], page, shown)


def rows_of(fit: dict) -> tuple[np.ndarray, np.ndarray]:
    """The rows that the browser draws (columns, rows), and which of them are set apart."""
    rows = np.array([unpack(fit["columns"][name], 5) for name in fit["names"]])
    return rows, np.isin(np.arange(rows.shape[1]), fit["checked"])


def loss_apart(theta: np.ndarray, fit: dict) -> float:
    """The loss over the rows set apart, by hand."""
    rows, apart = rows_of(fit)
    *inputs, target = rows[:, apart]
    if fit["model"]["kind"] == "polynomial":
        powers = inputs[0][:, None] ** np.arange(1, len(theta))
        scaled = (powers - fit["model"]["means"]) / fit["model"]["spreads"]
        return float(np.mean((theta[0] + scaled @ theta[1:] - target) ** 2))
    h = fit["model"]["hidden"]
    z = np.stack(inputs, axis=1) @ theta[: 2 * h].reshape(h, 2).T + theta[2 * h : 3 * h]
    a = np.tanh(z) if fit["model"]["activation"] == "tanh" else np.maximum(z, 0)
    return float(np.mean(np.log1p(np.exp(-np.where(target > 0, 1, -1) * (a @ theta[3 * h : -1] + theta[-1])))))


def degrees(said: dict, page, shown: str) -> None:
    """The errors by degree are those of the chart, and of numpy.polyfit where no penalty bends the fits."""
    assert said["sentence"] in shown
    traces = data(page, "figure")["figure"]["traces"]
    for errors, trace in zip((said["training_error"], said["validation_error"]), traces, strict=False):
        assert [text.split(": ")[1] for text in trace["text"]] == [numeral(error) for error in errors]
    if scene(page).data.decay == 0:
        (x, y), apart = rows_of(player(page)["fit"])
        for degree in range(1, 4 if apart.sum() > 3 else 2):
            errors = (np.polyval(np.polyfit(x[~apart], y[~apart], degree), x) - y) ** 2
            np.testing.assert_allclose(said["training_error"][degree - 1], errors[~apart].mean(), rtol=1e-6, atol=1e-12)
            np.testing.assert_allclose(
                said["validation_error"][degree - 1], errors[apart].mean(), rtol=1e-6, atol=1e-12
            )


@pytest.mark.long
@pytest.mark.parametrize("name", RATES)
def test_a_link_of_the_learning_rate_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    query = query_of(RATES[name].to_query())
    page, link = opened("pages/learning_rate.py", query), f"https://gdviz.example/learning_rate?{query}"
    agree(link, player(page), capsys)
    assert main(["open", link, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    panels = data(page, "panels")["panels"]
    words = [f"{one['name']}  α {numeral(one['rate'])}".strip() for one in said["rates"]]
    assert words == [panel["title"] for panel in panels]
    assert [one["sentence"] for one in said["rates"]] == [panel["sentence"] for panel in panels]
    assert said["remark"] in "".join(html.unescape(part.proto.body) for part in page.get("html"))
    page.session_state["rates-more"] = True
    lower = [trace for trace in data(page.run(), "figure")["figure"]["traces"] if trace.get("yaxis") == "y2"]
    drawn = sorted((x, trace["text"][k].split(": ")[1]) for trace in lower for k, x in enumerate(trace["x"]))
    swept = said["sweep"]
    np.testing.assert_allclose([rate for rate, _ in drawn], swept["learning_rate"])
    for (_, words), steps, verdict in zip(drawn, swept["steps"], swept["verdicts"], strict=True):
        assert words.startswith(f"{WORDS[Verdict(verdict)][0]}<br>")
        assert words.endswith(tolerance_words(steps))


@pytest.mark.long
@pytest.mark.parametrize("name", TRAPS)
def test_a_link_of_the_traps_page(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdviz.scene.trap_study.BASINS_SHAPE", (64, 64))
    monkeypatch.setattr("gdviz.cli.traps_page.BASINS_SHAPE", (64, 64))
    query = query_of(TRAPS[name].to_query())
    monkeypatch.setattr("gdviz.ui.traps.basin_maps._exact", Recent(4))  # maps of another shape are in the usual one
    page = opened("pages/traps.py", query)
    assert main(["open", f"https://gdviz.example/traps?{query}", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    panels = data(page, "panels")["panels"]
    assert said["optimizers"] == [panel["title"] for panel in panels]
    assert said["sentences"] == [panel["sentence"] for panel in panels]
    table = next(part.proto.body for part in page.get("html") if "gdviz-shares" in part.proto.body)
    rows = [
        [html.unescape(re.sub("<[^>]*>", "", cell)).replace("\u00a0", " ") for cell in re.findall(CELL, row)]
        for row in table.split("<tbody>")[1].split("</tr>")[:-1]
    ]
    assert rows == [[one["end"], *map(percent, one["shares"])] for one in said["shares"]]
    drawn = data(page, "figure")["figure"]["traces"] if said["ways"] else [{"x": []}] * 2
    for ways, trace in zip(said["ways"] or [{}, {}], drawn, strict=True):
        assert [100 * one["successes"] / one["trials"] for one in ways.values()] == trace["x"]


@pytest.mark.long
def test_links_of_a_lesson_and_of_a_task(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open", "https://gdviz.example/learn?lesson=rate", "--json"]) == 0
    [run] = json.loads(capsys.readouterr().out)["runs"]
    # x^2 + 10y^2 from (3, 2) at a rate of 0.001: each coordinate shrinks by 1 - rate·curvature
    np.testing.assert_allclose(run["point"], (3 * 0.998**100, 2 * 0.98**100), rtol=1e-12)
    scene = Scene(surface="booth", runs=EIGHT[:2], steps=20)
    task = make_task(scene, "Look", shows=True)
    query = query_of({**scene.to_query(), **task.to_query()})
    agree(f"https://gdviz.example/learn?{query}", player(opened("pages/learn.py", query)), capsys)


@pytest.mark.parametrize(
    ("link", "code", "sentence"),
    [
        ("", 2, "This is no link"),
        ("himmelblau", 2, "This is no link"),
        ("http://h/learn", 1, "shows no runs"),
        ("http://h/learn?lesson=raet", 2, "There is no lesson 'raet'. Did you mean rate?"),
        ("http://h/learn?lesson=rate&moment=99", 1, "moments"),
        ("http://h/learn?task.kind=point", 1, "The task of this link cannot be read. A task needs a title."),
        ("http://h/data?data.part=network", 2, "needs two inputs and two classes; these rows have one input"),
        ("http://h/data?data.part=polynomial&data.set=moons", 2, "A polynomial needs one input and a number"),
        (
            "http://h/data?data.part=polynomial&data.run=0~bfgs",
            1,
            "switch one on. Left out: BFGS: searches are for two weights.",
        ),
        ("http://h/data?data.set=own", 2, "table"),
        (f"http://h/data?data.part=polynomial&data.run=0~typed~rule~{quote(NO_STEP)}", 1, "the first step leads to"),
        (f"http://h/?f={quote('x^2 + ')}", 2, "Something is missing"),
        (f"http://h/?f={quote('__import__(1)')}", 2, "__import__"),
        (f"http://h/?run={quote('typed~rule~theta = ')}", 2, "theta"),
        ("?" + "&".join(f"a{k}=1" for k in range(2000)), 2, "more than 1000 fields"),
    ],
)
def test_a_link_that_shows_nothing_is_a_sentence(
    link: str, code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["open", link]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert "Traceback" not in err


def test_a_link_that_is_cut_off_anywhere_is_run_or_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    whole = f"http://h/?{query_of(replace(SCENES['noise, own rule, schedule'], steps=2).to_query())}"
    for end in range(7, len(whole), 23):
        assert main(["open", whole[:end], "--json"]) in (0, 2), whole[:end]
        out, err = capsys.readouterr()
        assert bool(out) or len(err) > 10


def test_runs_of_many_weights_are_written_as_files(capsys: pytest.CaptureFixture[str], tmp_path) -> None:
    link = f"http://h/data?{query_of(Scene(data=MANY_WEIGHTS['polynomial, changed']).to_query())}"
    for suffix in ("csv", "json", "html"):
        assert main(["render", link, "-o", str(tmp_path / f"run.{suffix}")]) == 0
    capsys.readouterr()
    assert main(["open", link, "--json"]) == 0
    [run] = json.loads(capsys.readouterr().out)["runs"]
    head, *_, last = (tmp_path / "run.csv").read_text(encoding="utf8").splitlines()
    written = dict(zip(head.split(","), map(float, last.split(",")), strict=True))
    assert (written["step"], written["f"]) == (run["steps"], run["training_loss"][-1])
    for suffix in ("py", "ipynb"):
        assert main(["render", link, "-o", str(tmp_path / f"run.{suffix}")]) == 1
        assert "a plane through a path of more weights than two" in capsys.readouterr().err


def test_a_link_of_data_is_written_as_a_file(capsys: pytest.CaptureFixture[str], tmp_path) -> None:
    link = f"http://h/data?{query_of(Scene(data=DATA['own rows']).to_query())}"
    for suffix in ("csv", "json"):
        assert main(["render", link, "-o", str(tmp_path / f"run.{suffix}")]) == 0
    assert "all rows" in (tmp_path / "run.csv").read_text(encoding="utf8")
    assert main(["render", link, "-o", str(tmp_path / "run.py")]) == 1
    assert "mini-batches" in capsys.readouterr().err
