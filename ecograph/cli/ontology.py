"""``ecograph check --ontology``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.output import deliver
from ecograph.errors import UnknownName
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.hygiene import Report

W: dict[str, Text] = {
    "what": Text(nl="Ontologie {namespace} ({files} bestanden)", en="Ontology {namespace} ({files} files)"),
    "figures": Text(
        nl="{classes} klassen, {object_properties} relaties, {data_properties} gegevens, {concepts} begrippen, {triples} triples",
        en="{classes} classes, {object_properties} object properties, {data_properties} datatype properties, {concepts} concepts, {triples} triples",
    ),
    "pitfalls": Text(nl="Valkuilen (OOPS!), aantal termen:", en="Pitfalls (OOPS!), number of terms:"),
    "accepted": Text(nl="bewust", en="on purpose"),
    "clean": Text(
        nl="De ontologie is schoon: labels, definities, namen, profiel OWL 2 RL en termen van anderen kloppen.",
        en="The ontology is clean: labels, definitions, names, profile OWL 2 RL and terms of others are right.",
    ),
    "found": Text(nl="{errors} fout(en), {warnings} waarschuwing(en):", en="{errors} error(s), {warnings} warning(s):"),
    "error": Text(nl="fout", en="error"),
    "warning": Text(nl="waarschuwing", en="warning"),
}


def check(path: Path | None, *, form: str, out: Path | None, lang: Lang) -> int:
    """Check our ontology or a user's, print what was found, and return 1 where there are errors."""
    from ecograph import hygiene

    if form not in {"text", "json"}:
        raise UnknownName(Text(nl="vorm voor --ontology", en="format for --ontology"), form, ["text", "json"])
    report = hygiene.check(path)
    deliver(_json(report) if form == "json" else _text(report, lang, ours=path is None), out)
    return 0 if report.clean else 1


def _json(report: Report) -> str:
    said = {
        "namespace": report.namespace,
        "files": report.files,
        "clean": report.clean,
        "figures": asdict(report.figures),
        "findings": [asdict(f) for f in report.findings],
    }
    return json.dumps(said, ensure_ascii=False, indent=2)


def _text(report: Report, lang: Lang, *, ours: bool) -> str:
    from ecograph.hygiene.checking import ACCEPTED
    from ecograph.hygiene.pitfalls import PITFALLS
    from ecograph.terms import shorten

    lines = [
        W["what"].say(lang, namespace=report.namespace, files=report.files),
        W["figures"].say(lang, **asdict(report.figures)),
        "",
        W["pitfalls"][lang],
    ]
    for number, text, _, _ in PITFALLS:
        note = f" ({W['accepted'][lang]})" if ours and number in ACCEPTED else ""
        lines.append(f"  {number:5} {report.figures.pitfalls[number]:4}  {text[lang]}{note}")
    lines.append("")
    errors = sum(f.severity == "error" for f in report.findings)
    if not report.findings:
        return "\n".join([*lines, f"✔ {W['clean'][lang]}"])
    lines.append(W["found"].say(lang, errors=errors, warnings=len(report.findings) - errors))
    for f in report.findings:
        sign = "✘" if f.severity == "error" else "!"
        lines.append(f"  {sign} {shorten(f.term)}: {f.message[lang]} [{f.rule}, {W[f.severity][lang]}]")
    return "\n".join(lines)
