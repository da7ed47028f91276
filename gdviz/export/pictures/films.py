"""The files of a film: GIF with one palette and of each frame only what changed, WebP, and MP4 by the user's ffmpeg."""

import io
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gdviz.checkpoint import checkpoint
from gdviz.export.pictures.animation import Area, Film, painted_frames, palette_of
from gdviz.export.pictures.lettering import pillow
from gdviz.export.words import NotExported

if TYPE_CHECKING:
    from PIL.Image import Image

FRAME, LAST = 60, 2000
"""Milliseconds of a frame, and of the last one."""
CLEAR = 255
"""The place in the palette that shows what was there before."""
MISSING = (
    "A film .mp4 is written by ffmpeg, which is not on the PATH. Install it, or take .gif or .webp, which need none."
)
Progress = Callable[[float], None]


def gif_of(shown: Film, progress: Progress | None = None) -> bytes:
    """The film as GIF89a, played round and round."""
    image_module, _, _ = pillow()
    palette = palette_of(shown)
    parts = [header(shown.size, bytes(palette.getpalette() or []))]
    before = np.zeros(shown.size[::-1], np.uint8)
    for place, (frame, areas) in enumerate(with_progress(painted_frames(shown), len(shown.steps), progress)):
        box = union(areas)
        part = frame.crop(box).quantize(palette=palette, dither=image_module.Dither.NONE)
        pixels = np.asarray(part)
        under = before[box[1] : box[3], box[0] : box[2]]
        shown_pixels = pixels if place == 0 else np.where(pixels == under, np.uint8(CLEAR), pixels)
        before[box[1] : box[3], box[0] : box[2]] = pixels
        picture = image_module.fromarray(np.ascontiguousarray(shown_pixels))
        time = LAST if place == len(shown.steps) - 1 else FRAME
        parts += frame_bytes(picture, box[:2], time)
    return b"".join([*parts, b";"])


def header(size: tuple[int, int], palette: bytes) -> bytes:
    """Signature, size, the one palette of 256 colours, and that it is played for ever (Netscape's extension)."""
    screen = b"GIF89a" + struct.pack("<HHBBB", *size, 0xF7, 0, 0)
    return screen + palette.ljust(768, b"\0")[:768] + b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def frame_bytes(picture: "Image", offset: tuple[int, int], time: int) -> list[bytes]:
    """A frame that stays when the next comes, as Pillow compresses it."""
    from PIL.GifImagePlugin import getdata

    return list(getdata(picture, offset, duration=time, transparency=CLEAR, disposal=1))


def union(areas: list[Area]) -> Area:
    """The rectangle that holds all of them, but for empty ones."""
    seen = [area for area in areas if area[2] > area[0]]
    return (min(a[0] for a in seen), min(a[1] for a in seen), max(a[2] for a in seen), max(a[3] for a in seen))


def webp_of(shown: Film, progress: Progress | None = None) -> bytes:
    """The film as an animated WebP."""
    frames = (frame.copy() for frame, _ in with_progress(painted_frames(shown), len(shown.steps), progress))
    file = io.BytesIO()
    times = [FRAME] * (len(shown.steps) - 1) + [LAST]
    next(frames).save(file, "WEBP", save_all=True, append_images=frames, duration=times, loop=0, quality=80, method=2)
    return file.getvalue()


def mp4_of(shown: Film, progress: Progress | None = None) -> bytes:
    """The film as H.264 in MP4. Raises NotExported, with a sentence, without ffmpeg or where it fails."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise NotExported(MISSING)
    wide, high = shown.size
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "film.mp4"
        command = [program, "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{wide}x{high}"]
        command += ["-r", f"{1000 / FRAME:.6g}", "-i", "-", "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2"]
        command += ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(file)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as encoder:
            try:
                messages = _fed(encoder, shown, progress)
            except BaseException:
                encoder.kill()
                raise
        if encoder.returncode != 0 or not file.exists():
            raise NotExported(f"ffmpeg could not write this film: {messages.strip() or encoder.returncode}")
        return file.read_bytes()


def _fed(encoder: "subprocess.Popen[bytes]", shown: Film, progress: Progress | None) -> str:
    """Send every frame, the last for a while; returns the messages of ffmpeg."""
    assert encoder.stdin is not None
    content = b""
    try:
        for frame, _ in with_progress(painted_frames(shown), len(shown.steps), progress):
            content = frame.tobytes()
            encoder.stdin.write(content)
        for _ in range(LAST // FRAME):
            encoder.stdin.write(content)
    except BrokenPipeError:
        pass  # it ended by itself, and says why
    return encoder.communicate()[1].decode("utf-8", "replace")


def with_progress(frames: Iterator[Any], total: int, progress: Progress | None) -> Iterator[Any]:
    """The same frames; `progress` is called with the share that is done, and may raise to stop the work.

    After each frame is a checkpoint, at which a host lets others go first.
    """
    for place, frame in enumerate(frames):
        yield frame
        checkpoint()
        if progress is not None:
            progress((place + 1) / total)
