"""The axioms: what follows among them (table 9, scm-*), and the rules that they make.

The law of this file: axioms in, closed axioms and rule records out; no fact about anybody is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal

from ecograph.engine.reasoning import rules as make
from ecograph.engine.reasoning.facts import Fact
from ecograph.engine.reasoning.rules import Premises, Rule, is_class
from ecograph.engine.reasoning.vocabulary import (
    ALL_VALUES,
    CHAIN,
    CLASS,
    DATATYPE_PROPERTY,
    DOMAIN,
    EQUIVALENT_CLASS,
    EQUIVALENT_PROPERTY,
    FIRST,
    FUNCTIONAL,
    HAS_KEY,
    HAS_VALUE,
    INTERSECTION,
    INVERSE,
    INVERSE_FUNCTIONAL,
    MAX_CARDINALITY,
    MAX_QUALIFIED,
    NIL,
    NOTHING,
    OBJECT_PROPERTY,
    ON_CLASS,
    ON_PROPERTY,
    ONE_OF,
    PROPERTY,
    RANGE,
    REST,
    SCHEMA_PREDICATES,
    SCHEMA_TYPES,
    SOME_VALUES,
    SUB_CLASS,
    SUB_PROPERTY,
    SYMMETRIC,
    THING,
    TRANSITIVE,
    TYPE,
    UNION,
    Term,
)

Why = tuple[str, Premises]


def is_axiom(fact: Fact) -> bool:
    """Return whether rules are made from this fact."""
    return fact[1] in SCHEMA_PREDICATES or (fact[1] == TYPE and fact[2] in SCHEMA_TYPES)


class Schema:
    """Axioms, closed under the scm-* rules.

    Attributes:
        facts: the axioms.
        proofs: for each axiom that followed from others, the rule and its premises.
    """

    def __init__(self, axioms: Iterable[Fact], terms: list[Term]) -> None:
        self.terms = terms
        self.facts: set[Fact] = set()
        self.proofs: dict[Fact, Why] = {}
        self.by_subject: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.by_object: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for fact in axioms:
            self._enter(fact)
        for word in (THING, NOTHING):
            self._enter((word, TYPE, CLASS))
        self._close()

    def _enter(self, fact: Fact) -> bool:
        if fact in self.facts:
            return False
        s, p, o = fact
        self.facts.add(fact)
        self.by_subject[p][s].append(o)
        self.by_object[p][o].append(s)
        return True

    def pairs(self, p: int) -> list[tuple[int, int]]:
        """Return subject and object of the axioms with this predicate."""
        return [(s, o) for s, values in self.by_subject[p].items() for o in values]

    def objects(self, s: int, p: int) -> list[int]:
        """Return the objects of the axioms with this subject and predicate."""
        return list(self.by_subject[p].get(s, ()))

    def subjects(self, p: int, o: int) -> list[int]:
        """Return the subjects of the axioms with this predicate and object."""
        return list(self.by_object[p].get(o, ()))

    def items(self, head: int) -> tuple[int, ...]:
        """Return the members of a list; what is no proper list has none."""
        out: list[int] = []
        seen: set[int] = set()
        while head != NIL:
            first, rest = self.objects(head, FIRST), self.objects(head, REST)
            if head in seen or not first or not rest:
                break
            seen.add(head)
            out.append(first[0])
            head = rest[0]
        return tuple(out)

    def _close(self) -> None:
        """Apply table 9 until nothing new follows; an axiom is looked at once, from each side that it can join."""
        agenda = list(self.facts)
        while agenda:
            fact = agenda.pop()
            for rule, made, premises in self._follows(fact):
                if self._enter(made):
                    self.proofs[made] = (rule, premises)
                    agenda.append(made)

    def _follows(  # noqa: C901 - one branch a predicate, as in the profile's table
        self, fact: Fact
    ) -> Iterator[tuple[str, Fact, Premises]]:
        s, p, o = fact
        if p == TYPE:
            if o == CLASS:
                for made in (
                    (s, SUB_CLASS, s),
                    (s, EQUIVALENT_CLASS, s),
                    (s, SUB_CLASS, THING),
                    (NOTHING, SUB_CLASS, s),
                ):
                    yield "scm-cls", made, (fact,)
            elif o in {OBJECT_PROPERTY, DATATYPE_PROPERTY, PROPERTY}:
                rule = "scm-dp" if o == DATATYPE_PROPERTY else "scm-op"
                yield rule, (s, SUB_PROPERTY, s), (fact,)
                yield rule, (s, EQUIVALENT_PROPERTY, s), (fact,)
        elif p == SUB_CLASS:
            yield from self._order(fact, EQUIVALENT_CLASS, "scm-sco", "scm-eqc2")
            if s != o:
                for x in self.subjects(DOMAIN, s):
                    yield "scm-dom1", (x, DOMAIN, o), ((x, DOMAIN, s), fact)
                for x in self.subjects(RANGE, s):
                    yield "scm-rng1", (x, RANGE, o), ((x, RANGE, s), fact)
            yield from self._restrictions_by_class(fact)
        elif p == SUB_PROPERTY:
            yield from self._order(fact, EQUIVALENT_PROPERTY, "scm-spo", "scm-eqp2")
            if s != o:
                for c in self.objects(o, DOMAIN):
                    yield "scm-dom2", (s, DOMAIN, c), ((o, DOMAIN, c), fact)
                for c in self.objects(o, RANGE):
                    yield "scm-rng2", (s, RANGE, c), ((o, RANGE, c), fact)
            yield from self._restrictions_by_property(fact)
        elif p in {EQUIVALENT_CLASS, EQUIVALENT_PROPERTY}:
            if s != o:
                rule, q = ("scm-eqc1", SUB_CLASS) if p == EQUIVALENT_CLASS else ("scm-eqp1", SUB_PROPERTY)
                yield rule, (s, q, o), (fact,)
                yield rule, (o, q, s), (fact,)
        elif p in {DOMAIN, RANGE}:
            dom = "dom" if p == DOMAIN else "rng"
            for c in self.objects(o, SUB_CLASS):
                yield f"scm-{dom}1", (s, p, c), (fact, (o, SUB_CLASS, c))
            for q in self.subjects(SUB_PROPERTY, s):
                yield f"scm-{dom}2", (q, p, o), (fact, (q, SUB_PROPERTY, s))
        elif p == INTERSECTION:
            for c in self.items(o):
                yield "scm-int", (s, SUB_CLASS, c), (fact,)
        elif p == UNION:
            for c in self.items(o):
                yield "scm-uni", (c, SUB_CLASS, s), (fact,)

    def _order(self, fact: Fact, equivalent: int, transitive: str, mutual: str) -> Iterator[tuple[str, Fact, Premises]]:
        s, p, o = fact
        if s != o:
            for top in self.objects(o, p):
                if top != s:
                    yield transitive, (s, p, top), (fact, (o, p, top))
            for low in self.subjects(p, s):
                if low != o:
                    yield transitive, (low, p, o), ((low, p, s), fact)
        if (o, p, s) in self.facts:
            yield mutual, (s, equivalent, o), (fact, (o, p, s))
            yield mutual, (o, equivalent, s), (fact, (o, p, s))

    def _restrictions_by_class(self, fact: Fact) -> Iterator[tuple[str, Fact, Premises]]:
        """Apply scm-svf1 and scm-avf1: two restrictions on one property, one value class below the other."""
        y1, _, y2 = fact
        for values, rule in ((SOME_VALUES, "scm-svf1"), (ALL_VALUES, "scm-avf1")):
            for c1 in self.subjects(values, y1):
                for c2 in self.subjects(values, y2):
                    if set(self.objects(c1, ON_PROPERTY)) & set(self.objects(c2, ON_PROPERTY)):
                        yield rule, (c1, SUB_CLASS, c2), (fact, (c1, values, y1), (c2, values, y2))

    def _restrictions_by_property(self, fact: Fact) -> Iterator[tuple[str, Fact, Premises]]:
        """Apply scm-hv, scm-svf2 and scm-avf2: two restrictions to one value, one property below the other."""
        p1, _, p2 = fact
        for c1 in self.subjects(ON_PROPERTY, p1):
            for c2 in self.subjects(ON_PROPERTY, p2):
                for values, rule in ((HAS_VALUE, "scm-hv"), (SOME_VALUES, "scm-svf2"), (ALL_VALUES, "scm-avf2")):
                    for value in set(self.objects(c1, values)) & set(self.objects(c2, values)):
                        low, top = (c2, c1) if values == ALL_VALUES else (c1, c2)
                        yield rule, (low, SUB_CLASS, top), (fact, (c1, values, value), (c2, values, value))

    def facts_about_members(self) -> dict[Fact, Why]:
        """Return what the axioms say of individuals: cls-oo."""
        out: dict[Fact, Why] = {}
        for c, head in self.pairs(ONE_OF):
            for y in self.items(head):
                out[y, TYPE, c] = ("cls-oo", ((c, ONE_OF, head),))
        return out

    def rules(self) -> list[Rule]:
        """Return every rule that can fire."""
        made = list(dict.fromkeys((*self._property_rules(), *self._class_rules(), *self._restriction_rules())))
        if any(is_class(p, o) and o == THING for rule in made for _, p, o in rule.body):
            return made
        # That everything is a Thing is worth deriving only where a rule asks for it.
        return [rule for rule in made if not rule.idle]

    def _property_rules(self) -> Iterator[Rule]:
        for p, q in self.pairs(SUB_PROPERTY):
            if p != q:
                yield make.copy("prp-spo1", ((p, SUB_PROPERTY, q),), p, q)
        for p, q in self.pairs(INVERSE):
            yield make.copy("prp-inv1", ((p, INVERSE, q),), p, q, swap=True)
            yield make.copy("prp-inv2", ((p, INVERSE, q),), q, p, swap=True)
        for p, c in self.pairs(DOMAIN):
            yield make.typed("prp-dom", ((p, DOMAIN, c),), p, c, end=False)
        for p, c in self.pairs(RANGE):
            yield make.typed("prp-rng", ((p, RANGE, c),), p, c, end=True)
        for q, head in self.pairs(CHAIN):
            chain = self.items(head)
            if chain:
                yield make.chain("prp-spo2", ((q, CHAIN, head),), chain, q)
        for c, head in self.pairs(HAS_KEY):
            keys = self.items(head)
            if keys:
                yield make.key("prp-key", ((c, HAS_KEY, head),), c, keys)
        for p in self.subjects(TYPE, SYMMETRIC):
            yield make.copy("prp-symp", ((p, TYPE, SYMMETRIC),), p, p, swap=True)
        for p in self.subjects(TYPE, TRANSITIVE):
            yield make.transitive("prp-trp", ((p, TYPE, TRANSITIVE),), p)
        for p in self.subjects(TYPE, FUNCTIONAL):
            yield make.functional("prp-fp", ((p, TYPE, FUNCTIONAL),), p)
        for p in self.subjects(TYPE, INVERSE_FUNCTIONAL):
            yield make.functional("prp-ifp", ((p, TYPE, INVERSE_FUNCTIONAL),), p, inverse=True)

    def _class_rules(self) -> Iterator[Rule]:
        for c, d in self.pairs(SUB_CLASS):
            if c != d:
                yield make.sub("cax-sco", ((c, SUB_CLASS, d),), c, d)
        for c, head in self.pairs(INTERSECTION):
            parts = self.items(head)
            if parts:
                yield make.both("cls-int1", ((c, INTERSECTION, head),), parts, c)

    def _restriction_rules(self) -> Iterator[Rule]:
        for c, p in self.pairs(ON_PROPERTY):
            on = (c, ON_PROPERTY, p)
            for d in self.objects(c, SOME_VALUES):
                axioms: Premises = (on, (c, SOME_VALUES, d))
                if d == THING:
                    yield make.typed("cls-svf2", axioms, p, c, end=False)
                else:
                    yield make.some_values("cls-svf1", axioms, p, d, c)
            for d in self.objects(c, ALL_VALUES):
                yield make.all_values("cls-avf", (on, (c, ALL_VALUES, d)), c, p, d)
            for v in self.objects(c, HAS_VALUE):
                axioms = (on, (c, HAS_VALUE, v))
                yield make.has_value_out("cls-hv1", axioms, c, p, v)
                yield make.has_value_in("cls-hv2", axioms, p, v, c)
            for n in self.objects(c, MAX_CARDINALITY):
                if self.count(n) == 1:
                    yield make.max_one("cls-maxc2", (on, (c, MAX_CARDINALITY, n)), c, p, None)
            for n in self.objects(c, MAX_QUALIFIED):
                for d in self.objects(c, ON_CLASS):
                    if self.count(n) == 1:
                        name = "cls-maxqc4" if d == THING else "cls-maxqc3"
                        axioms = (on, (c, MAX_QUALIFIED, n), (c, ON_CLASS, d))
                        yield make.max_one(name, axioms, c, p, None if d == THING else d)

    def count(self, n: int) -> int | None:
        """Return the number that a literal stands for, if it stands for one."""
        term = self.terms[n]
        return int(term.value) if isinstance(term, Literal) and term.value.lstrip("+").isdecimal() else None
