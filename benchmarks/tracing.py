"""What a page costs Chromium's main thread, in milliseconds of CPU: numbers that a busy machine does not lengthen."""

import json
from collections import Counter
from collections.abc import Callable

from playwright.sync_api import Browser, Page

CATEGORIES = ["toplevel", "devtools.timeline", "__metadata"]
TASK = "ThreadControllerImpl::RunTask"
PARTS = {
    "FunctionCall": "script",
    "FireAnimationFrame": "script",
    "UpdateLayoutTree": "style",
    "Layout": "layout",
    "PrePaint": "paint",
    "Paint": "paint",
    "Layerize": "paint",
    "Commit": "paint",
}


def traced(browser: Browser, page: Page, act: Callable[[], None]) -> dict[str, float]:
    """Milliseconds of CPU of the page's main thread while `act` runs: "all", and parts by name (nested ones once)."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    act()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    threads = {main: [event for event in events if (event.get("pid"), event.get("tid")) == main] for main in mains}
    return max((_spent(thread) for thread in threads.values()), key=lambda spent: spent["all"])


def _spent(events: list[dict]) -> dict[str, float]:
    spent: Counter[str] = Counter({"all": 0})
    ends = dict.fromkeys({*PARTS.values(), "all"}, 0.0)
    for event in sorted((event for event in events if "tdur" in event), key=lambda event: event["ts"]):
        part = "all" if event["name"] == TASK else PARTS.get(event["name"])
        if part is None or event["ts"] < ends[part]:
            continue
        ends[part] = event["ts"] + event["dur"]
        spent[part] += event["tdur"] / 1e3
    return dict(spent)
