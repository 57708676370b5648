"""Fuzzes readers with atheris, each in a process of its own: `python -m tests.fuzz [SECONDS] [READER…]`."""

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.seeds import WORDS, seeds

SECONDS = 60
_SLOWEST_S = 20
_START_S = 120
_LONGEST = 8192


def main(arguments: list[str]) -> int:
    """Fuzz the readers that are named, or all, for so many seconds each; return how many were found wanting."""
    seconds = int(arguments[0]) if arguments else SECONDS
    broken = 0
    for reader in arguments[1:] or WORDS:
        with TemporaryDirectory(prefix="crm-fuzz-") as folder:
            started = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", "tests.fuzz.one", reader, folder, *_options(Path(folder), reader, seconds)],
                capture_output=True,
                text=True,
                check=False,
                timeout=2 * seconds + _START_S,
                errors="replace",
            )
            broken += done.returncode != 0
            _tell(reader, done, time.monotonic() - started)
    return broken


def _options(folder: Path, reader: str, seconds: int) -> list[str]:
    """Return the options of libFuzzer, with the seeds and the words of `reader` written to `folder`."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds(reader)):
        (corpus / str(number)).write_bytes(seed)
    words = folder / "words"
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass")) for word in WORDS[reader])
    words.write_text("".join(f'"{each}"\n' for each in quoted), encoding="ascii")
    limits = [f"-max_total_time={seconds}", f"-timeout={_SLOWEST_S}", f"-max_len={_LONGEST}", "-rss_limit_mb=1500"]
    return [*limits, f"-dict={words}", f"-artifact_prefix={folder}/found-", "-print_final_stats=1", str(corpus)]


def _tell(reader: str, done: "subprocess.CompletedProcess[str]", seconds: float) -> None:
    lines = done.stderr.splitlines()
    inputs = next((line.rpartition(":")[2].strip() for line in lines if "number_of_executed_units" in line), "?")
    end = "" if done.returncode == 0 else ", found wanting"
    sys.stdout.write(f"{reader}: {inputs} inputs in {seconds:.0f} s{end}\n")
    if done.returncode:
        sys.stdout.write(done.stdout[-3000:] + done.stderr[-3000:] + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
