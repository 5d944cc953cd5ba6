"""Turn the rows of an answer into a file: ``python -m ecograph.publish.tables FORMAT KIND IN OUT ABOUT LANG``.

The law of this file: it stands alone in its process, which may be ended at any time; nothing is half there, since
whoever started it takes the file only when it ended well.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ecograph.publish.tables import geojson, naming, parquet, reading, xlsx
from ecograph.texts import Lang


def main(form: str, kind: str, source: str, out: str, about: str, lang: Lang) -> None:
    """Write the file and print how many rows it has."""
    found = reading.rows(Path(source), graph=kind == "graph")
    facts = json.loads(Path(about).read_text(encoding="utf-8"))
    if form == "xlsx":
        labels = Path(facts["names"]) if facts.get("names") else None
        names = naming.read(labels, lang) if labels else {}
        total = xlsx.write(found, Path(out), facts, lang, names=names, iris=facts.get("iris", True))
    elif form == "parquet":
        total = parquet.write(found, Path(out), facts)
    else:
        total = geojson.write(found, Path(out), facts)
    sys.stdout.write(f"{total}\n")


if __name__ == "__main__":
    FORM, KIND, SOURCE, OUT, ABOUT, LANG = sys.argv[1:]
    main(FORM, KIND, SOURCE, OUT, ABOUT, "nl" if LANG == "nl" else "en")
