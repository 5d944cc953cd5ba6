"""An ontology made ready: its axioms closed, its own consequences drawn, its rules filled in.

The law of this file: what the ontology says by itself is worked out once; a description then costs what it adds.

A description that states axioms of its own (or from which axioms follow) is right too: then the rules are made anew for
the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.engine.graph import Graph, once_for_each
from ecograph.engine.numbering import Numbered
from ecograph.engine.reasoning.checks import contradictions
from ecograph.engine.reasoning.contradictions import contradiction, in_order
from ecograph.engine.reasoning.facts import LOW, Delta, Fact, Facts
from ecograph.engine.reasoning.firing import RuleTable
from ecograph.engine.reasoning.records import Contradiction, Derivation, Inference
from ecograph.engine.reasoning.rules import Premises
from ecograph.engine.reasoning.saturate import Same, saturate
from ecograph.engine.reasoning.schema import Schema, Why, is_axiom
from ecograph.engine.reasoning.scope import XSD, blank_nodes, without_annotations, worth_having
from ecograph.engine.reasoning.vocabulary import SAME, SCHEMA_PREDICATES, SCHEMA_TYPES, TYPE, Terms, datatypes_of

ENGINE = "ecograph-rl 1"


class Rules:
    """A compiled ontology; make it with `compile_ontology`. It does not change, and threads may share it."""

    def __init__(self, ontology: Graph) -> None:
        self.stated = frozenset(ontology)
        self.foreign = blank_nodes(ontology)
        self.terms = Terms()
        given = self.terms.enter(without_annotations(ontology))
        self.given = given
        world = _World(given, self.terms)
        self.world = world

    def infer(self, asserted: Iterable[Triple]) -> Inference:
        """Return what follows from the asserted triples; see `ecograph.engine.reasoning.infer`."""
        return Closure(self, asserted).inference()

    def start(self, asserted: Iterable[Triple]) -> Closure:
        """Return a closure that can be added to and taken from."""
        return Closure(self, asserted)


class _World:
    """Axioms, their rules, and a layer of facts that is closed under them, with the rounds that made it."""

    def __init__(self, given: Iterable[Fact], terms: Terms) -> None:
        given = list(given)
        self.terms = terms
        self.learned: dict[Fact, Why] = {}
        axioms = {f for f in given if is_axiom(f)}
        while True:
            self.schema = Schema(axioms, terms.terms)
            self.table = RuleTable(self.schema.rules())
            self.members = self.schema.facts_about_members()
            self.facts = Facts(joins=self.table.joins)
            new = Delta()
            for fact in (*given, *self.schema.facts, *self.members):
                new.add(*fact)
            _datatypes(self.table, new, terms)
            self.rounds = _saturate(self.table, self.facts, new, terms)
            more = _axioms(self.facts) - self.schema.facts
            if not more:
                return
            self._remember(more, set(given))
            axioms |= more

    def _remember(self, learned: set[Fact], given: set[Fact]) -> None:
        """Keep the proofs of axioms that followed from facts: the next pass takes these axioms for granted."""
        agenda = list(learned)
        while agenda:
            fact = agenda.pop()
            if fact not in given and fact not in self.learned:
                why = self.why(fact, self.facts, self.rounds)
                if why is not None:
                    self.learned[fact] = why
                    agenda.extend(why[1])

    def why(self, fact: Fact, facts: Facts, rounds: list[Delta]) -> Why | None:
        """Return the rule and the older premises that made a fact; nothing if it was given."""
        for proofs in (self.learned, self.schema.proofs, self.members):
            if fact in proofs:
                return proofs[fact]
        age = _age(fact, rounds)
        if not age:
            return None
        for rule in self.table.rules:
            for premises in rule.why(fact, facts):
                if _older(premises, age, rounds):
                    return rule.name, (*premises, *rule.axioms)
        for name, premises in Same(facts).why(fact):
            if _older(premises, age, rounds):
                return name, premises
        return None


def _age(fact: Fact, rounds: list[Delta]) -> int | None:
    return next((number for number, delta in enumerate(rounds) if delta.holds(*fact)), None)


def _older(premises: Premises, age: int, rounds: list[Delta]) -> bool:
    return all((found := _age(premise, rounds)) is not None and found < age for premise in premises)


def _axioms(facts: Facts) -> set[Fact]:
    """Return the axioms among the facts of a layer."""
    out: set[Fact] = set()
    for p in SCHEMA_PREDICATES & facts.pairs.keys():
        out.update((k >> 32, p, k & LOW) for k in facts.pairs[p])
    for c in SCHEMA_TYPES & facts.types.keys():
        out.update((x, TYPE, c) for x in facts.types[c])
    return out


def _datatypes(table: RuleTable, new: Delta, terms: Terms) -> None:
    """Say of each literal which datatypes it is of (dt-type2), if a rule looks at the members of a datatype."""
    wanted = {c for c in table.by_class if isinstance(t := terms.terms[c], NamedNode) and t.value.startswith(XSD)}
    if not wanted:
        return
    for pairs in list(new.pairs.values()):
        for n in {k & LOW for k in pairs}:
            term = terms.terms[n]
            if isinstance(term, Literal) and not term.language:
                for datatype in datatypes_of(term.datatype.value):
                    new.add(n, TYPE, terms.number(NamedNode(datatype)))


def _saturate(table: RuleTable, facts: Facts, new: Delta, terms: Terms) -> list[Delta]:
    """Close the facts; a literal that turns out to be the same as something gives it its datatypes (dt-type2)."""
    rounds = saturate(table, facts, new)
    while any(SAME in made.pairs for made in rounds):
        more = Delta()
        for n in {n for pair in facts.all_pairs(SAME) for n in (pair >> 32, pair & LOW)}:
            term = terms.terms[n]
            if isinstance(term, Literal) and not term.language:
                for datatype in datatypes_of(term.datatype.value):
                    c = terms.number(NamedNode(datatype))
                    if not facts.is_a(n, c):
                        more.add(n, TYPE, c)
        if not more:
            break
        rounds += saturate(table, facts, more)
    return rounds


class Closure:
    """A description with what follows from it.

    Additions cost what they bring. After a removal the description's closure is made anew from what is left: a
    description is small, and a conclusion that had a second ground must stay (docs/decisions).
    """

    def __init__(self, rules: Rules, asserted: Iterable[Triple]) -> None:
        self.rules = rules
        self.asserted: dict[Triple, None] = dict.fromkeys(asserted)
        self._build(asserted if isinstance(asserted, Numbered) else self.asserted)

    def _build(self, asserted: Collection[Triple]) -> None:
        rules = self.rules
        self.terms = Terms(rules.terms)
        given = self.terms.enter(asserted)
        self.given = set(given)
        if not rules.world.schema.facts.issuperset(f for f in given if is_axiom(f)):
            self._together(given)
            return
        self.world = rules.world
        self.facts = Facts(rules.world.facts, joins=self.world.table.joins)
        self.rounds: list[Delta] = []
        self._grow(given)

    def _together(self, given: Iterable[Fact]) -> None:
        """Close the description and the ontology as one, when the description states axioms."""
        self.world = _World([*self.rules.given, *given], self.terms)
        self.facts = Facts(self.rules.world.facts)
        own = Delta()
        for fact in self.world.facts:
            own.add(*fact)
        for c, members in own.types.items():
            self.facts.add_types(c, members)
        for p, pairs in own.pairs.items():
            self.facts.add_pairs(p, pairs)
        self.facts.index(self.world.table.joins)
        self.rounds = self.world.rounds

    def _grow(self, given: Iterable[Fact]) -> list[Delta]:
        new = Delta()
        new.add_all(given)
        _datatypes(self.world.table, new, self.terms)
        made = _saturate(self.world.table, self.facts, new, self.terms)
        self.rounds += made
        if _axioms(self.facts) - self.world.schema.facts:
            self._together(self.given)
        return made

    def add(self, triples: Iterable[Triple]) -> Graph:
        """Add statements; return what follows now and did not before."""
        fresh = [t for t in dict.fromkeys(triples) if t not in self.asserted]
        before = set(self.triples())
        self.asserted.update(dict.fromkeys(fresh))
        given = self.terms.enter(fresh)
        self.given.update(given)
        if self.world is not self.rules.world or any(is_axiom(f) for f in given):
            self._build(self.asserted)
            return tuple(t for t in self.triples() if t not in before)
        rounds = self._grow(given)
        if self.world is not self.rules.world:
            return tuple(t for t in self.triples() if t not in before)
        return self._worth_having(f for delta in rounds for f in _facts(delta))

    def remove(self, triples: Iterable[Triple]) -> Graph:
        """Take statements away; return what no longer follows."""
        before = self.triples()
        for triple in triples:
            self.asserted.pop(triple, None)
        self._build(self.asserted)
        now = set(self.triples())
        return tuple(t for t in before if t not in now)

    def triples(self) -> Graph:
        """Return what follows, in a stable order."""
        return self._worth_having(self.facts)

    def _worth_having(self, facts: Iterable[Fact]) -> Graph:
        terms, given = self.terms.terms, self.given
        stated, foreign = self.rules.stated, self.rules.foreign
        triples: list[Triple] = []
        rows: list[Fact] = []
        for fact in facts:
            if fact in given:
                continue
            subject, predicate, value = terms[fact[0]], terms[fact[1]], terms[fact[2]]
            if isinstance(subject, Literal | Triple) or not isinstance(predicate, NamedNode):
                continue
            triple = Triple(subject, predicate, value)
            if worth_having(triple, foreign) and triple not in stated:
                triples.append(triple)
                rows.append(fact)
        shown = {n: str(terms[n]) for n in set(chain.from_iterable(rows))}
        texts = [f"{shown[s]} {shown[p]} {shown[o]}" for s, p, o in rows]
        order = sorted(range(len(texts)), key=texts.__getitem__)
        return Numbered([triples[n] for n in order], terms, [rows[n] for n in order])

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return what cannot hold together."""
        terms = self.terms
        found = contradictions(self.world.schema, self.facts, terms)
        return in_order(contradiction(rule, [_written(terms.terms[n]) for n in numbers]) for rule, numbers in found)

    def inference(self) -> Inference:
        """Return triples and contradictions as a record."""
        return Inference(self.triples(), self.contradictions(), ENGINE, self.explain)

    def explain(self, triple: Triple) -> Derivation | None:
        """Return which rule and which premises make a triple hold; nothing if it does not hold or is stated.

        The premises are older than the triple, so explaining them in turn comes to an end.
        """
        numbers = self.terms.numbers
        terms = (triple.subject, triple.predicate, triple.object)
        if any(t not in numbers for t in terms):
            return None
        s, p, o = (numbers[t] for t in terms)
        why = self._why((s, p, o))
        if why is None:
            return None
        rule, premises = why
        names = self.terms.terms
        return Derivation(triple, rule, tuple(_premise(names, fact) for fact in premises))

    def _why(self, fact: Fact) -> Why | None:
        if fact in self.given or fact in self.rules.given:
            return None
        rounds = [*self.rules.world.rounds, *self.rounds] if self.world is self.rules.world else self.rounds
        return self.world.why(fact, self.facts, rounds)


def _facts(delta: Delta) -> Iterable[Fact]:
    for c, members in delta.types.items():
        for x in members:
            yield x, TYPE, c
    for p, pairs in delta.pairs.items():
        for pair in pairs:
            yield pair >> 32, p, pair & LOW


def _premise(names: list[NamedNode | BlankNode | Literal | Triple], fact: Fact) -> tuple[str, str, str]:
    s, p, o = fact
    return str(names[s]), str(names[p]), str(names[o])


def _written(term: object) -> str:
    return str(term)


@once_for_each(8)
def compile_ontology(ontology: Graph) -> Rules:
    """Return the ontology made ready for reasoning; the same graph is compiled once.

    Args:
        ontology: modules, vocabularies and preconditions: everything that the rules may look at.
    """
    return Rules(ontology)
