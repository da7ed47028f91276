"""Links of under 6 kB that ask for as much work as a page can do; `python -m tests.hostile_links` says what they cost.

CPU seconds of the server for one visitor who opens the link and clicks nothing but, in a task, Commit; names of links
may be given.
"""

import json
import sys
import time
from urllib.parse import quote

LOSS = quote("+".join(f"log(1+(w*x-y+b*{i})^2)*cos(w*x*{i}+b)^2" for i in range(1, 9)))
RULE = "\n".join(
    [f"m{i} = 0.9*m{i} + 0.1*g*{i}" for i in range(1, 9)]
    + ["v = 0.9*v + 0.1*g^2", f"theta = theta - alpha*({'+'.join(f'm{i}' for i in range(1, 9))})/(sqrt(v)+1)/20"]
)
LOOKS = "\n".join(
    [f"m{i} = 0.9*m{i} + grad(theta - 0.0{i}*g)" for i in range(1, 7)]
    + [f"theta = theta - alpha*({'+'.join(f'm{i}' for i in range(1, 7))})/20"]
)
FORMULA = quote("sin(3x)*cos(2y)+x^2/20+y^2/20+log(1+(x*y)^2)*exp(-x^2)+sqrt(1+x^4)+cos(x*y)*sin(x-y)")
FRACTIONS = quote("+".join(f"1/(w^2+{i}b+x)" for i in range(1, 20)))
THOUSAND = "data.set=noisy_line&data.rows=1000&data.steps=2000"
ROWS = f"{THOUSAND}&data.loss={LOSS}"

NETWORK = "data.part=network&data.set=moons&data.rows=1000&data.steps=2000&data.hidden=16"


def runs(key: str, rule: str = "", batch: int | None = None, count: int = 8) -> str:
    """So many runs that differ in their rate only; batch: rows a step of the Data page sees, None elsewhere."""
    from gdviz.scene import Run
    from gdviz.scene.run_codec import write_run

    rated = "learning_rate" in Run(key, rule=rule).chosen.knobs
    made = []
    for style in range(count):
        knobs = (("learning_rate", 0.01 + 0.001 * style),) if rated else ()
        text = quote(write_run(Run(key, knobs, style=style, rule=rule), style))
        made.append(f"run={text}" if batch is None else f"data.run={batch}~{text}")
    return "&".join(made)


DATA, EXPLORE, TRAPS, RATES = "pages/data.py", "app.py", "pages/traps.py", "pages/learning_rate.py"
LEARN = "pages/learn.py"
KEYS = ("sgd", "momentum", "adam", "adan", "nelder_mead", "bfgs", "newton", "trust_region")
EIGHT = "&".join(f"run={key}~style~{style}" for style, key in enumerate(KEYS))
SINES = quote("exp(sin(50x))+sin(60exp(y))+sin(70sin(x))+sin(sin(80y))-sin(10(x+y))+(x^2+y^2)/4")
WAVES = quote("+".join(f"sin({k}x+{k}y)*exp(-(x-{k})^2)" for k in range(1, 12)))
TABLE = quote("x,y\n" + "\n".join(f"{row % 97},{row * row % 101}" for row in range(600)))
SNAPSHOTS = "&".join(
    "snapshot=" + quote(f"f={FORMULA}&steps=2000&start={place}~1&run=bfgs&run=nelder_mead~style~1")
    for place in range(8)
)


def task(answer: str) -> str:
    """A task of a teacher's whose answer is this quantity."""
    return f"task.title=T&task.kind=number&task.ask=Q&task.low=0&task.high=1&task.answer={quote(answer)}"


TRIALS = "steps=2000&escape=trials~500~restarts~100"
LINKS = {
    "batches of a typed rule": (DATA, f"{ROWS}&{runs('typed', RULE, 500)}"),
    "single rows": (DATA, f"{ROWS}&{runs('adam', batch=1)}"),
    "fractions": (DATA, f"{THOUSAND}&data.loss={FRACTIONS}&{runs('adam', batch=1)}"),
    "a rule that looks elsewhere": (DATA, f"{ROWS}&{runs('typed', LOOKS, 500)}"),
    "Nelder-Mead on rows": (DATA, f"{ROWS}&{runs('nelder_mead', batch=0)}"),
    "trust region on rows": (DATA, f"{ROWS}&{runs('trust_region', batch=0)}"),
    "Newton on rows": (DATA, f"data.set=noisy_line&data.rows=1000&data.steps=2000&{runs('newton', batch=0)}"),
    "overfitting": (DATA, f"data.part=overfitting&data.folds=10&{ROWS}&{runs('adam', batch=200)}"),
    "network": (
        DATA, f"{NETWORK}&{runs('adam', batch=500)}",
    ),
    "network, typed rule": (
        DATA,
        f"{NETWORK}&{runs('typed', LOOKS, 500)}",
    ),
    "polynomial": (
        DATA,
        "data.part=polynomial&data.set=polynomial&data.rows=1000&data.steps=2000&data.degree=15&"
        + runs("typed", RULE, 500),
    ),
    "BFGS": (EXPLORE, f"f={FORMULA}&steps=2000&{runs('bfgs')}"),
    "typed rules": (EXPLORE, f"f={FORMULA}&steps=2000&{runs('typed', RULE)}"),
    "learning rate": (RATES, f"f={FORMULA}&steps=2000&{runs('typed', RULE, count=1)}"),
    "traps": (TRAPS, f"f={FORMULA}&{TRIALS}&{runs('typed', RULE, count=2)}"),
    "a task about a method's basin": (
        LEARN, f"surface=rastrigin&steps=2000&run=nelder_mead&{task('nelder_mead.basin(1)')}",
    ),
    "a task about eight basins": (
        LEARN, f"surface=rastrigin&steps=2000&{EIGHT}&{task(' + '.join(f'{key}.basin(1)' for key in KEYS))}",
    ),
    "a task about a typed rule's basin": (
        LEARN, f"f={FORMULA}&steps=2000&{runs('typed', LOOKS, count=1)}&{task('typed.basin(1)')}",
    ),
    "a lesson": (LEARN, "lesson=applications&moment=3"),
    "a table in the link": (
        DATA, f"data.set=own&data.table={TABLE}&data.loss={LOSS}&data.steps=2000&{runs('adam', batch=1)}",
    ),
    "snapshots": (EXPLORE, f"f={SINES}&steps=2000&{EIGHT}&{SNAPSHOTS}"),
    "a thousand minima": (EXPLORE, f"f={SINES}&steps=2000&{EIGHT}"),
    "looked into": (EXPLORE, f"f={WAVES}&steps=2000&view=inside~0&{runs('typed', RULE)}"),
    "two rates studied": (RATES, f"f={SINES}&steps=2000&run=adam&run=adan~style~1&study=0~1&tried=momentum~0.9"),
    "traps of a thousand minima": (TRAPS, f"f={SINES}&{TRIALS}&run=adam&run=bfgs~style~1"),
    "a mission": (EXPLORE, f"mission=banana&f={SINES}&steps=2000&{EIGHT}"),
    "escapes": (
        TRAPS, f"surface=rastrigin&{TRIALS}&{runs('nelder_mead', count=1)}&{runs('bfgs', count=1)}",
    ),
}  # fmt: skip


def main() -> None:
    """One line a link: CPU seconds, whether a player is there, and what is said of the work."""
    from tests.test_pages import opened

    opened(DATA, "")  # what a server imports once is no visitor's cost
    opened(TRAPS, "")
    opened(LEARN, "lesson=gradient")
    for name in sys.argv[1:] or LINKS:
        began = time.process_time()
        app = opened(*LINKS[name])
        for button in [one for one in app.button if one.label == "Commit" and app.text_input]:
            app.text_input[0].set_value("0.5")
            button.click().run(timeout=60)
        taken = time.process_time() - began
        player = any(
            {"run_key", "panels"} & set(json.loads(component.proto.json or "{}"))
            for component in app.get("bidi_component")
        )
        said = [e.proto.body for e in app.get("html") if " after " in e.proto.body and "shared" in e.proto.body]
        print(f"{name:28s} {taken:6.2f} s  {'player' if player else 'no player'}  {' '.join(said)[:150]}", flush=True)


if __name__ == "__main__":
    main()
