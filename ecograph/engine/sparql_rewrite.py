"""``FILTER NOT EXISTS`` without its correlation, where the answer provably stays the same.

The law of this file: what is not provably the same is left alone, and each decision says why (docs/decisions, 32).

Oxigraph, Jena and rdflib evaluate a correlated pattern anew for each solution, which is quadratic; the difference of
two sets is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecograph.engine.sparql_text import Token
from ecograph.engine.sparql_tree import (
    Block,
    Filter,
    Group,
    NotRead,
    Query,
    Run,
    Union,
    certain,
    names,
    read,
    variables,
    write,
    write_group,
)
from ecograph.texts import Lang, Text


def not_exists_to_minus(query: Query) -> int:
    """Rewrite ``FILTER NOT EXISTS {P}`` to ``MINUS {P}`` where the answer stays the same; return how often.

    It is the same where each variable that P shares with the rest of the query is certainly bound by P and by the group
    that is filtered, and there is at least one; and where P has only patterns, filters, OPTIONAL and UNION, and no path
    that may have no step (such a path holds of nodes that are not in the graph); and where the filters of its inner
    groups speak of no shared variable that those do not bind themselves.
    """
    return sum(step.rewritten for step in _steps(query))


@dataclass(frozen=True, slots=True)
class Step:
    """One ``FILTER NOT EXISTS`` of a query.

    Attributes:
        pattern: what is denied, as it is written.
        rewritten: whether it became MINUS.
        reason: why the answer stays the same, or why it might not.
    """

    pattern: str
    rewritten: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query is rewritten before it runs: the text that runs, and what was looked at on the way."""

    text: str
    steps: tuple[Step, ...] = ()

    def summary(self, lang: Lang) -> str:
        """Return the whole in one sentence."""
        if not self.steps:
            return _AS_IT_STANDS[lang]
        return _REWRITTEN.say(lang, n=sum(step.rewritten for step in self.steps), m=len(self.steps))


def explain(text: str) -> Explanation:
    """Return how a query is rewritten before it runs, and why its answer stays the same.

    A query whose structure is not read here runs as it stands: it has no steps.

    >>> explain("ASK { ?s ?p ?o }").summary("en")
    'This query runs as it stands.'
    >>> explain("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s <a:b> ?x } }").steps[0].reason["en"]
    'Both sides always bind ?s, so taking away the matches leaves what has none.'
    """
    try:
        query = read(text)
    except (NotRead, RecursionError, IndexError):
        return Explanation(text)
    steps = tuple(_steps(query))
    return Explanation(write(query) if any(step.rewritten for step in steps) else text, steps)


_AS_IT_STANDS = Text(nl="Deze zoekopdracht wordt uitgevoerd zoals ze er staat.", en="This query runs as it stands.")
_REWRITTEN = Text(
    nl="{n} van {m} FILTER NOT EXISTS wordt MINUS, met hetzelfde antwoord.",
    en="{n} of {m} FILTER NOT EXISTS becomes MINUS, with the same answer.",
)
_SAME = Text(
    nl="Beide kanten binden altijd {names}, dus wie de overeenkomsten wegneemt houdt over wat er geen heeft.",
    en="Both sides always bind {names}, so taking away the matches leaves what has none.",
)
_FORMS = Text(
    nl="Binnenin staat een vorm die buiten haar plaats iets anders kan betekenen (een subvraag, BIND, MINUS, GRAPH, of "
    "een pad dat nul stappen kan tellen).",
    en="Inside is a form that may mean something else outside its place (a subquery, BIND, MINUS, GRAPH, or a path "
    "that may have no step).",
)
_HIDDEN = Text(
    nl="Een filter in een groep binnenin spreekt over {names}, die die groep zelf niet altijd bindt; "
    "op zichzelf kan dat iets anders betekenen.",
    en="A filter in a group inside speaks of {names}, which that group does not always bind itself; "
    "by itself it may mean something else.",
)
_NOTHING_SHARED = Text(
    nl="Het deelt geen variabele met de rest; MINUS zou dan niets wegnemen.",
    en="It shares no variable with the rest; MINUS would then take nothing away.",
)
_LOOSE = Text(
    nl="Niet elke oplossing bindt {names} aan beide kanten; MINUS vergelijkt dan anders.",
    en="Not every solution binds {names} on both sides; MINUS then compares differently.",
)


def _steps(query: Query) -> Iterator[Step]:
    """Rewrite a query where it stays the same, and yield what was decided of each denial."""
    everywhere = [*names(query.head), *variables(query.group), *names(query.tail)]
    yield from _rewrite(query.group, everywhere)


def _rewrite(group: Group, everywhere: list[str]) -> Iterator[Step]:
    if group.subquery is not None:
        yield from _rewrite(group.subquery.group, everywhere)
        return
    moved: list[Block] = []
    kept: list[Run | Filter | Block | Union] = []
    bound = certain(group)
    for element in group.elements:
        if isinstance(element, Filter):
            denied = element.denies
            if denied is not None:
                written = write_group(denied)
                same, reason = _same_as_minus(denied, bound, everywhere)
                yield Step(written, same, reason)
                if same:
                    moved.append(Block([Token("word", "MINUS")], denied))
                    continue
        elif isinstance(element, Block):
            yield from _rewrite(element.group, everywhere)
        elif isinstance(element, Union):
            for branch in element.groups:
                yield from _rewrite(branch, everywhere)
        kept.append(element)
    # A filter speaks about the whole group, MINUS about what stands before it: so it comes last.
    group.elements[:] = [*kept, *moved]


def _same_as_minus(denied: Group, bound: set[str], everywhere: list[str]) -> tuple[bool, Text]:
    if not all(_simple(g) for g in _groups(denied)):
        return False, _FORMS
    mentions = variables(denied)
    shared = {v for v in set(mentions) if everywhere.count(v) > mentions.count(v)}
    if not shared:
        return False, _NOTHING_SHARED
    hidden = shared & set(_unseen(denied))
    if hidden:
        named = ", ".join(f"?{name}" for name in sorted(hidden))
        return False, Text(nl=_HIDDEN.say("nl", names=named), en=_HIDDEN.say("en", names=named))
    loose = shared - (certain(denied) & bound)
    said = ", ".join(f"?{name}" for name in sorted(loose or shared))
    text = _LOOSE if loose else _SAME
    return not loose, Text(nl=text.say("nl", names=said), en=text.say("en", names=said))


def _unseen(group: Group) -> Iterator[str]:
    """Yield the variables in the filters of inner groups that do not certainly bind them."""
    for element in group.elements:
        for inner in (
            [element.group] if isinstance(element, Block) else element.groups if isinstance(element, Union) else []
        ):
            tests = [test for test in inner.elements if isinstance(test, Filter)]
            yield from set(variables(Group([*tests]))) - certain(inner)
            yield from _unseen(inner)


def _groups(group: Group) -> Iterator[Group]:
    yield group
    for element in group.elements:
        if isinstance(element, Block):
            yield from _groups(element.group)
        elif isinstance(element, Union | Filter):
            for inner in element.groups:
                yield from _groups(inner)


def _simple(group: Group) -> bool:
    """Return whether a group has only forms that mean the same without a correlation."""
    if group.subquery is not None:
        return False
    for element in group.elements:
        if isinstance(element, Filter) and element.binds:
            return False
        if isinstance(element, Block) and element.keyword != "OPTIONAL":
            return False
        if isinstance(element, Run) and any(t.text in {"*", "?"} for t in element.tokens):
            return False
    return True
