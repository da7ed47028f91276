"""Links of under 6 kB that ask for as much work as a page can do; `python -m tests.hostile_links` says what they cost.

CPU seconds of the server for one visitor who opens the link and clicks nothing; names of links may be given.
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
ROWS = f"data.set=noisy_line&data.rows=1000&data.steps=2000&data.loss={LOSS}"

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
TRIALS = "steps=2000&escape=trials~500~restarts~100"
LINKS = {
    "batches of a typed rule": (DATA, f"{ROWS}&{runs('typed', RULE, 500)}"),
    "single rows": (DATA, f"{ROWS}&{runs('adam', batch=1)}"),
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
    "escapes": (
        TRAPS, f"surface=rastrigin&{TRIALS}&{runs('nelder_mead', count=1)}&{runs('bfgs', count=1)}",
    ),
}  # fmt: skip


def main() -> None:
    """One line a link: CPU seconds, whether a player is there, and what is said of the work."""
    from tests.test_pages import opened

    opened(DATA, "")  # what a server imports once is no visitor's cost
    opened(TRAPS, "")
    for name in sys.argv[1:] or LINKS:
        began = time.process_time()
        app = opened(*LINKS[name])
        taken = time.process_time() - began
        player = any(
            {"run_key", "panels"} & set(json.loads(component.proto.json or "{}"))
            for component in app.get("bidi_component")
        )
        said = [e.proto.body for e in app.get("html") if " after " in e.proto.body and "shared" in e.proto.body]
        print(f"{name:28s} {taken:6.2f} s  {'player' if player else 'no player'}  {' '.join(said)[:150]}", flush=True)


if __name__ == "__main__":
    main()
