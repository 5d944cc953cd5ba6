"""How long a user waits: `ecograph --help` and `ecograph check` on the seed, cold (a new process each time).

Run: uv run python benchmarks/startup.py
Targets: --help under 0.3 s, check under 1 s. Medians of eleven runs, beside a bare interpreter and
beside the reference engines (owlrl and pyshacl), since machines are noisy and the ratio is what lasts.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

EMMEN = str(Path(__file__).resolve().parent.parent / "data" / "ecosystems" / "emmen-chemistry" / "2016-kplusv")
ECOGRAPH = [str(Path(sys.executable).with_name("ecograph"))]
CASES = {
    "python -c pass": ([sys.executable, "-c", "pass"], 11),
    "ecograph --help": ([*ECOGRAPH, "--help"], 11),
    "ecograph check (auto)": ([*ECOGRAPH, "check", EMMEN, "--format", "json"], 11),
    "ecograph check --engine reference": ([*ECOGRAPH, "check", EMMEN, "--format", "json", "--engine", "reference"], 3),
}


def median(command: list[str], times: int) -> float:
    """Return the median wall-clock seconds of a command, each time in a new process."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    """Print one line per case."""
    print(f"{'case':36} {'median':>8}")
    for name, (command, times) in CASES.items():
        print(f"{name:36} {median(command, times):7.2f} s")


if __name__ == "__main__":
    main()
