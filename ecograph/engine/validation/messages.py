"""What a result says: the shape's own messages, else ours, in Dutch and English, with the facts filled in.

The law of this file: every engine takes its messages here, so a message never depends on who judged; a language tag is
never lost; every component of SHACL Core has a text in both languages.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from ecograph.engine.validation.index import SHACL, Index, sh
from ecograph.engine.validation.report import Term
from ecograph.terms import shorten
from ecograph.texts import Text

_MESSAGE = sh("message")
_PLACE = re.compile(r"\{[?$](\w+)\}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")

#: Per component: the parameter that is the fact, and the sentence.
CATALOGUE: dict[str, tuple[str, Text]] = {
    "Class": ("class", Text(nl="{value} is geen {fact}.", en="{value} is not a {fact}.")),
    "Datatype": (
        "datatype",
        Text(nl="{value} is geen geldige waarde van het type {fact}.", en="{value} is not a valid {fact}."),
    ),
    "NodeKind": (
        "nodeKind",
        Text(nl="{value} is niet van de soort {fact}.", en="{value} is not of the kind {fact}."),
    ),
    "MinCount": (
        "minCount",
        Text(nl="Te weinig waarden voor {path}: ten minste {fact}.", en="Too few values for {path}: at least {fact}."),
    ),
    "MaxCount": (
        "maxCount",
        Text(nl="Te veel waarden voor {path}: ten hoogste {fact}.", en="Too many values for {path}: at most {fact}."),
    ),
    "MinExclusive": (
        "minExclusive",
        Text(nl="{value} is niet groter dan {fact}.", en="{value} is not greater than {fact}."),
    ),
    "MinInclusive": ("minInclusive", Text(nl="{value} is kleiner dan {fact}.", en="{value} is less than {fact}.")),
    "MaxExclusive": (
        "maxExclusive",
        Text(nl="{value} is niet kleiner dan {fact}.", en="{value} is not less than {fact}."),
    ),
    "MaxInclusive": ("maxInclusive", Text(nl="{value} is groter dan {fact}.", en="{value} is greater than {fact}.")),
    "MinLength": (
        "minLength",
        Text(nl="{value} is korter dan {fact} tekens.", en="{value} is shorter than {fact} characters."),
    ),
    "MaxLength": (
        "maxLength",
        Text(nl="{value} is langer dan {fact} tekens.", en="{value} is longer than {fact} characters."),
    ),
    "Pattern": (
        "pattern",
        Text(nl="{value} past niet op het patroon {fact}.", en="{value} does not match the pattern {fact}."),
    ),
    "LanguageIn": (
        "languageIn",
        Text(nl="De taal van {value} is geen van: {fact}.", en="The language of {value} is none of: {fact}."),
    ),
    "UniqueLang": (
        "uniqueLang",
        Text(nl="{path} heeft meer dan een tekst in dezelfde taal.", en="{path} has several texts in one language."),
    ),
    "Equals": (
        "equals",
        Text(nl="{value} staat niet zowel bij {path} als bij {fact}.", en="{value} is not both in {path} and {fact}."),
    ),
    "Disjoint": (
        "disjoint",
        Text(nl="{value} mag niet ook bij {fact} staan.", en="{value} must not also be a value of {fact}."),
    ),
    "LessThan": (
        "lessThan",
        Text(nl="{value} is niet kleiner dan {fact}.", en="{value} is not less than {fact}."),
    ),
    "LessThanOrEquals": (
        "lessThanOrEquals",
        Text(nl="{value} is groter dan {fact}.", en="{value} is greater than {fact}."),
    ),
    "Not": ("not", Text(nl="{value} voldoet aan wat hier niet mag: {fact}.", en="{value} conforms to {fact}.")),
    "And": ("and", Text(nl="{value} voldoet niet aan alle eisen.", en="{value} does not meet all demands.")),
    "Or": ("or", Text(nl="{value} voldoet aan geen van de eisen.", en="{value} meets none of the demands.")),
    "Xone": (
        "xone",
        Text(nl="{value} voldoet niet aan precies één van de eisen.", en="{value} does not meet exactly one demand."),
    ),
    "Node": ("node", Text(nl="{value} voldoet niet aan {fact}.", en="{value} does not conform to {fact}.")),
    "QualifiedMinCount": (
        "qualifiedMinCount",
        Text(
            nl="Te weinig passende waarden voor {path}: ten minste {fact}.",
            en="Too few fitting values for {path}: at least {fact}.",
        ),
    ),
    "QualifiedMaxCount": (
        "qualifiedMaxCount",
        Text(
            nl="Te veel passende waarden voor {path}: ten hoogste {fact}.",
            en="Too many fitting values for {path}: at most {fact}.",
        ),
    ),
    "Closed": (
        "closed",
        Text(nl="De eigenschap {path} hoort hier niet.", en="The property {path} does not belong here."),
    ),
    "HasValue": (
        "hasValue",
        Text(nl="De waarde {fact} ontbreekt bij {path}.", en="The value {fact} is missing from {path}."),
    ),
    "In": ("in", Text(nl="{value} is geen van: {fact}.", en="{value} is none of: {fact}.")),
    "SPARQL": ("sparql", Text(nl="{this} voldoet niet aan {shape}.", en="{this} does not conform to {shape}.")),
}
_LISTS = {"languageIn", "in"}
_OTHER = Text(nl="{this} voldoet niet aan {shape}.", en="{this} does not conform to {shape}.")


_short = functools.lru_cache(maxsize=65536)(shorten)


def show(term: object) -> str:
    """Return a term as a message shows it: a prefixed name, or the text of a literal.

    >>> show(NamedNode("https://w3id.org/ecograph/vocab/level/Absent"))
    'level:Absent'
    """
    if isinstance(term, NamedNode):
        return _short(term.value)
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, str):
        return _short(term) if _IRI.fullmatch(term) else term
    return str(term)


def component_name(component: str) -> str:
    """Return the short name of a SHACL component.

    >>> component_name("http://www.w3.org/ns/shacl#MinCountConstraintComponent")
    'MinCount'
    """
    return component.removeprefix(SHACL).removesuffix("ConstraintComponent")


def messages(
    index: Index,
    source_shape: Term,
    component: str,
    facts: Mapping[str, object],
    *,
    source_constraint: Term | None = None,
) -> dict[str, str]:
    """Return the messages of a result, by language tag.

    The first of these that says something: the SPARQL constraint, the custom component's validator, the shape, ours.

    Args:
        index: the shapes graph.
        source_shape: the shape with the constraint.
        component: the IRI of the constraint component.
        facts: what ``{?name}`` and ``{$name}`` stand for; ``this``, ``path`` and ``value`` where there are any.
        source_constraint: the SPARQL constraint, if it is one.
    """
    templates = _templates(index, source_shape, component, source_constraint)
    if not templates:
        return _ours(index, source_shape, component, facts)
    out: dict[str, str] = {}
    for template in templates:
        text = _PLACE.sub(lambda m: show(facts[m[1]]) if facts.get(m[1]) is not None else m[0], template.value)
        tag = template.language or ""
        out[tag] = f"{out[tag]} {text}" if tag in out else text
    return dict(sorted(out.items()))


def _templates(index: Index, shape: Term, component: str, constraint: Term | None) -> list[Literal]:
    sources: list[Term] = [constraint] if constraint is not None else []
    if not component.startswith(SHACL):
        node = NamedNode(component)
        for name in ("propertyValidator", "nodeValidator", "validator"):
            sources.extend(index.objects(node, sh(name)))
        sources.append(node)
    for source in [*sources, shape]:
        found = [t for t in index.objects(source, _MESSAGE) if isinstance(t, Literal)]
        if found:
            return sorted(found, key=lambda t: (t.language or "", t.value))
    return []


def _ours(index: Index, shape: Term, component: str, facts: Mapping[str, object]) -> dict[str, str]:
    parameter, text = CATALOGUE.get(component_name(component), ("", _OTHER))
    values = index.objects(shape, sh(parameter)) if parameter else []
    if parameter in _LISTS and values:
        values = [item for head in values for item in index.items(head)]
    shown = {
        "fact": ", ".join(sorted(show(v) for v in values)),
        "shape": show(shape),
        **{name: show(facts.get(name, "")) for name in ("this", "path", "value")},
    }
    shown["value"] = shown["value"] or shown["this"]
    shown["path"] = shown["path"] or shown["this"]
    return {lang: text[lang].format(**shown) for lang in ("en", "nl")}
