"""What a page and its server said to each other, to be printed when a test fails."""

import time
from collections import deque

from google.protobuf.message import DecodeError
from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LONGEST = 80
QUIET = {"delta", "ping", "ref_hash"}
FACTS = """() => ({
  address: location.search, active: document.activeElement?.outerHTML.slice(0, 120),
  script: document.querySelector("[data-test-script-state]")?.getAttribute("data-test-script-state"),
  typed: [...document.querySelectorAll("input[type=text]")].map((box) => box.value),
  stale: document.querySelectorAll("[data-stale=true]").length })"""


class Diary:
    """The last messages of one page, both ways, in seconds since it was opened."""

    def __init__(self, page: Page) -> None:
        self.page, self.began = page, time.monotonic()
        self.lines: deque[str] = deque(maxlen=LONGEST)
        self.values: dict[str, str] = {}
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)
        socket.on("close", lambda _: self._note("the connection was closed"))

    def _note(self, line: str) -> None:
        self.lines.append(f"{time.monotonic() - self.began:8.3f} {line}")

    def _sent(self, frame: str | bytes) -> None:
        try:
            message = BackMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
        except DecodeError:
            return
        if message.WhichOneof("type") != "rerun_script":
            self._note(f"> {message.WhichOneof('type')}")
            return
        values = {widget.id: str(widget)[:200] for widget in message.rerun_script.widget_states.widgets}
        news = [" ".join(text.split()) for name, text in values.items() if self.values.get(name) != text]
        self.values = values
        self._note(f"> rerun ?{message.rerun_script.query_string[:200]} {news}")

    def _received(self, frame: str | bytes) -> None:
        try:
            message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
        except DecodeError:
            return
        kind = message.WhichOneof("type")
        if kind not in QUIET:
            self._note(f"< {kind} {' '.join(str(message).split())[:160] if kind != 'new_session' else ''}")

    def tell(self) -> str:
        """The page as it is now, and what led to it."""
        try:
            facts = str(self.page.evaluate(FACTS))
        except Exception as gone:  # a page that crashed or was closed has no more to say
            facts = f"the page does not answer: {gone}"
        return "\n".join([facts, *self.lines])
