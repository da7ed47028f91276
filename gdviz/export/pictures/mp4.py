"""A film as MP4, by an ffmpeg that the user has; none comes with gdviz."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from gdviz.export.formula import NotExported
from gdviz.export.pictures.animation import FRAME, LAST, Film, Progress, painted_frames, with_progress

MISSING = (
    "A film .mp4 is written by ffmpeg, which is not on the PATH. Install it, or take .gif or .webp, which need none."
)


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
                said = _fed(encoder, shown, progress)
            except BaseException:
                encoder.kill()
                raise
        if encoder.returncode != 0 or not file.exists():
            raise NotExported(f"ffmpeg could not write this film: {said.strip() or encoder.returncode}")
        return file.read_bytes()


def _fed(encoder: "subprocess.Popen[bytes]", shown: Film, progress: Progress | None) -> str:
    """Send every frame, the last for a while; returns what ffmpeg complained of."""
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
