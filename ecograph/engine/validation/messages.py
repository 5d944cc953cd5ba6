"""What a result says: the shape's own messages, else ours, in Dutch and English, with the facts filled in.

The law of this file: every engine takes its messages here, so a message never depends on who judged; a language tag is
never lost; every component of SHACL Core has a text in both languages.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from ecograph.engine.validation.index import SHACL, Index, sh
from ecograph.engine.validation.report import Term
from ecograph.terms import PREFIXES, shorten
from ecograph.texts import Text

_MESSAGE = sh("message")
_PLACE = re.compile(r"(\{[?$]\w+\})")
_OURS = re.compile(r"\{(\w+)\}")
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
_HOLDS = Text(nl="{this} voldoet aan {demand}.", en="{this} conforms to {demand}.")
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


def expand_name(path: str) -> str:
    """Return the IRI of a path that is one property, as a result spells it; the empty string for another path.

    >>> expand_name("rdfs:label")
    'http://www.w3.org/2000/01/rdf-schema#label'
    """
    if path.startswith("<") and path.endswith(">") and path.count("<") == 1:
        return path[1:-1]
    prefix, colon, local = path.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES and not set("/|*+?()^") & set(local) else ""


def component_name(component: str) -> str:
    """Return the short name of a SHACL component.

    >>> component_name("http://www.w3.org/ns/shacl#MinCountConstraintComponent")
    'MinCount'
    """
    return component.removeprefix(SHACL).removesuffix("ConstraintComponent")


#: What a thing is called by, the best first.
LABELS = (NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode(PREFIXES["rdfs"] + "label"))
#: Gives the labels of a term by language tag: what the data graph calls it.
Labels = Callable[[Term], Mapping[str, str]]
#: What a message is made of: text, and at the odd places the names of facts.
_Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """The messages of one constraint.

    Attributes:
        parts: by language tag.
        written: whether the shapes graph has them; else they are ours.
        always: the messages, where no fact changes them.
    """

    parts: tuple[tuple[str, _Parts], ...]
    written: bool
    always: Mapping[str, str] | None


#: What shapes graphs say themselves, by source shape, component and SPARQL constraint; nothing where they do not.
Sayings = dict[tuple[Term, str, Term | None], Saying | None]


def no_labels(_term: Term) -> Mapping[str, str]:
    """Return no label: for data that call nothing by a name."""
    return {}


class Messenger:
    """Says what results mean; what does not differ between the results of a constraint is worked out once.

    Args:
        index: the shapes graph.
        labels: what the data graph calls a term.
        written: what is known already of what the shapes graph says; grows.

    Attributes:
        asked: the terms whose labels were looked up in the data graph.
    """

    def __init__(self, index: Index, labels: Labels = no_labels, written: Sayings | None = None) -> None:
        self.index = index
        self.labels = labels
        self.written: Sayings = {} if written is None else written
        self.asked: set[Term] = set()
        self._ours: dict[tuple[Term, str], Saying] = {}
        self._paths: dict[tuple[Term, str, str], str] = {}

    def say(
        self,
        source_shape: Term,
        component: str,
        facts: Mapping[str, object],
        *,
        source_constraint: Term | None = None,
    ) -> Mapping[str, str]:
        """Return the messages of a result, by language tag.

        The first of these that says something: the SPARQL constraint, the custom component's validator, the shape,
        ours.

        Args:
            source_shape: the shape with the constraint.
            component: the IRI of the constraint component.
            facts: what ``{?name}`` and ``{$name}`` stand for; ``this``, ``path`` and ``value`` where there are any.
            source_constraint: the SPARQL constraint, if it is one.
        """
        return self.fill(self.saying(source_shape, component, source_constraint), source_shape, facts)

    def saying(self, source_shape: Term, component: str, source_constraint: Term | None = None) -> Saying:
        """Return what a constraint says, before the facts are filled in."""
        key = (source_shape, component, source_constraint)
        if key not in self.written:
            self.written[key] = _written(self.index, *key)
        found = self.written[key] or self._ours.get(key[:2])
        if found is None:
            found = self._ours[key[:2]] = Saying(self._our_own(source_shape, component), written=False, always=None)
        return found

    def fill(self, saying: Saying, source_shape: Term, facts: Mapping[str, object]) -> Mapping[str, str]:
        """Return messages with the facts filled in."""
        if saying.always is not None:
            return saying.always
        if saying.written:
            return _fill(saying.parts, facts)
        path = facts.get("path")
        shown = {"this": show(facts["this"])}
        shown["value"] = shown["this"] if facts.get("value") is None else show(facts["value"])
        out: dict[str, str] = {}
        for lang, parts in saying.parts:
            shown["path"] = self._path(source_shape, path, lang) if isinstance(path, str) and path else shown["this"]
            out[lang] = "".join([shown[part] if n % 2 else part for n, part in enumerate(parts)])
        return out

    def holds(self, shape: Term, component: str, path: str, about: Term) -> dict[str, str]:
        """Return the sentences that say which demand a node does meet, where it must not (``sh:not``)."""
        parameter, _ = CATALOGUE.get(component_name(component), ("", _OTHER))
        values = self.index.objects(shape, sh(parameter)) if parameter else []
        if parameter in _LISTS:
            values = [item for head in values for item in self.index.items(head)]
        out = {}
        for lang in ("en", "nl"):
            facts = [f"sh:{parameter}", *sorted(self.name(v, lang) for v in values if not isinstance(v, BlankNode))]
            demand = " ".join(facts) if parameter else show(NamedNode(component))
            if path:
                demand = f"{self._path(shape, path, lang)}: {demand}"
            out[lang] = _HOLDS.say(lang, this=show(about), demand=demand)
        return out

    def _our_own(self, shape: Term, component: str) -> tuple[tuple[str, _Parts], ...]:
        parameter, text = CATALOGUE.get(component_name(component), ("", _OTHER))
        values = self.index.objects(shape, sh(parameter)) if parameter else []
        if parameter in _LISTS and values:
            values = [item for head in values for item in self.index.items(head)]
        out = []
        for lang in ("en", "nl"):
            fixed = {
                "fact": ", ".join(sorted(self.name(v, lang) for v in values)),
                "shape": self.name(shape, lang),
            }
            out.append((lang, _joined(_OURS.split(text[lang]), fixed)))
        return tuple(out)

    def name(self, term: Term, lang: str) -> str:
        """Return a term as a message shows it, with what the shapes or the data call it in a language."""
        shown = show(term)
        if not isinstance(term, NamedNode):
            return shown
        label = self._label(term, lang)
        return f"{label} ({shown})" if label else shown

    def _label(self, term: NamedNode, lang: str) -> str:
        for p in LABELS:
            for value in self.index.objects(term, p):
                if isinstance(value, Literal) and (value.language or "").partition("-")[0] == lang:
                    return value.value
        self.asked.add(term)
        return self.labels(term).get(lang, "")

    def _path(self, shape: Term, path: str, lang: str) -> str:
        """Return a path, with what the shape (``sh:name``), the shapes graph or the data call it in a language."""
        key = (shape, path, lang)
        found = self._paths.get(key)
        if found is None:
            names = [n for n in self.index.objects(shape, sh("name")) if isinstance(n, Literal)]
            label = next((n.value for n in names if (n.language or "").partition("-")[0] == lang), "")
            if not label and (iri := expand_name(path)):
                label = self._label(NamedNode(iri), lang)
            found = self._paths[key] = f"{label} ({path})" if label else path
        return found


def _joined(parts: list[str], fixed: Mapping[str, str]) -> _Parts:
    """Return the parts with the fixed facts in them: text and names still take turns."""
    out = [parts[0]]
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        if name in fixed:
            out[-1] += fixed[name] + text
        else:
            out += [name, text]
    return tuple(out)


def _fill(said: tuple[tuple[str, _Parts], ...], facts: Mapping[str, object]) -> dict[str, str]:
    """Fill in the messages that the shapes graph has; a place without a fact stays as it is."""
    out: dict[str, str] = {}
    for tag, parts in said:
        text = parts[0]
        if len(parts) > 1:
            shown = [_fact(part, facts) if n % 2 else part for n, part in enumerate(parts)]
            text = "".join(shown)
        out[tag] = f"{out[tag]} {text}" if tag in out else text
    return out


def _fact(place: str, facts: Mapping[str, object]) -> str:
    fact = facts.get(place[2:-1])
    return place if fact is None else show(fact)


def _written(index: Index, shape: Term, component: str, constraint: Term | None) -> Saying | None:
    """Return what the shapes graph has a constraint say, if it does."""
    templates = _templates(index, shape, component, constraint)
    parts = tuple((t.language or "", tuple(_PLACE.split(t.value))) for t in templates)
    if not parts:
        return None
    return Saying(parts, written=True, always=None if any(len(p) > 1 for _, p in parts) else _fill(parts, {}))


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
