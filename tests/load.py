"""One visitor's click beside another's long work: python -m tests.load [SECONDS].

Starts the app on this machine, lets one visitor hold the Traps page with a slow typed rule, and times how long another
visitor's new start on Explore takes, from the request to the end of the script: alone and beside.
"""

import asyncio
import subprocess
import sys
import time
from urllib.parse import quote

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import ROOT, free_port, healthy

RULE = "\n".join([*(f"m{k} = 0.9*m{k} + 0.1*g*{k}" for k in range(1, 9)), "theta = theta - alpha*m1/(1 + norm(m8))"])
SLOW = f"surface=rastrigin&steps=2000&run=typed~rule~{quote(RULE)}&run=nelder_mead~style~1&escape=trials~500"


class Visitor:
    """A session of the app over its WebSocket."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket

    async def run(self, query: str, page: str = "") -> float:
        """Ask for the page with this query; seconds until its script has finished."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self.socket.recv())
            ended = answer.WhichOneof("type") == "script_finished"
            if ended and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return time.perf_counter() - began


async def clicks(address: str, seconds: float) -> np.ndarray:
    """How long each new start takes, one every 0.3 s."""
    async with websockets.connect(address, max_size=None) as socket:
        visitor, taken, until = Visitor(socket), [], time.monotonic() + seconds
        for _ in range(3):
            await visitor.run("start=1~1")
        while time.monotonic() < until:
            x = np.random.default_rng(len(taken)).uniform(-4, 4)
            taken.append(await visitor.run(f"start={x:.4f}~1"))
            await asyncio.sleep(0.3)
    return np.array(taken)


async def holder(address: str) -> None:
    """A visitor whose page is always at work."""
    async with websockets.connect(address, max_size=None) as socket:
        number = 0
        while True:
            number += 1
            await Visitor(socket).run(f"{SLOW}&seed={number}", "traps")


async def measure(address: str, seconds: float) -> None:
    """Alone, then beside."""
    alone = await clicks(address, seconds)
    held = asyncio.create_task(holder(address))
    await asyncio.sleep(3.0)
    beside = await clicks(address, seconds)
    held.cancel()
    for name, taken in (("alone", alone), ("beside", beside)):
        low, high = 1000 * np.quantile(taken, (0.5, 0.95))
        print(f"{name}: {len(taken)} clicks, p50 {low:.0f} ms, p95 {high:.0f} ms, worst {1000 * taken.max():.0f} ms")


def main() -> None:
    """Server, measurement, end."""
    port, seconds = free_port(), float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        while not healthy(f"http://localhost:{port}"):
            time.sleep(0.1)
        try:
            asyncio.run(asyncio.wait_for(measure(f"ws://localhost:{port}/_stcore/stream", seconds), 20 + 4 * seconds))
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
