"""``python -m tests.conformance``: runs the W3C suites and writes the report that ``/conformance`` shows.

Each outcome is that of the test in this folder or in ``tests/conformance_shacl`` that runs the case; nothing is counted
that did not run. The suites of query and update are read from a clone of w3c/rdf-tests, named in ECOGRAPH_RDF_TESTS.
Exit code 1 where a test failed; the report is written all the same and says so.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import ecograph
from ecograph.publish import conformance
from tests.conformance.suites import SUITES, NotRun, suite_of

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "ecograph" / "publish" / conformance.FILE


class Recorder:
    """Notes how each test of a suite came out."""

    def __init__(self) -> None:
        self.outcomes: dict[str, dict[str, str]] = {s.id: {} for s in SUITES}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = suite_of(report.nodeid)
        if found is None or (report.when != "call" and report.passed) or hasattr(report, "wasxfail"):
            return
        suite, case = found
        if report.skipped:
            raise NotRun(f"{case} was skipped: {report.longrepr}")
        known = self.outcomes[suite].get(case, "passed")
        self.outcomes[suite][case] = "passed" if report.passed and known == "passed" else "failed"


def main() -> int:
    recorder = Recorder()
    folders = [str(ROOT / "tests" / name) for name in ("conformance", "conformance_shacl")]
    code = pytest.main(
        ["-p", "no:randomly", "-q", "--deselect", "tests/conformance/test_report.py", *folders], [recorder]
    )
    document = {
        "version": ecograph.__version__,
        "date": datetime.now(UTC).date().isoformat(),
        "command": "python -m tests.conformance",
        "suites": [s.document(recorder.outcomes[s.id]) for s in SUITES],
    }
    REPORT.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for s in document["suites"]:
        passed = sum(o == "passed" for o in s["outcomes"].values())
        total = len(s["outcomes"]) + len(s["excluded"])
        reasons = dict.fromkeys(reason["en"] for reason in s["excluded"].values())
        without = f"; {len(s['excluded'])} do not pass: {' '.join(reasons)}" if reasons else ""
        print(f"{s['title']}: {passed} of {total}{without}")
    return 1 if code else 0


if __name__ == "__main__":
    sys.exit(main())
