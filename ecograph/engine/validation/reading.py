"""Reads a shapes graph into the typed tree.

The law of this file: a shape is read once, completely and strictly. What SHACL calls ill-formed is an error with the
shape's name; what SHACL 1.2 added and nothing here judges is refused, never passed over in silence.
"""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode

from ecograph.engine.validation.index import RDFS, SHACL, TYPE, XSD, Index, Node, is_true, sh
from ecograph.engine.validation.paths import read_path, write_path
from ecograph.engine.validation.report import Term
from ecograph.engine.validation.tree import Constraint, Qualified, Shape, Sparql, Targets, place
from ecograph.errors import ShapesProblem

#: Parameters of SHACL Core whose component has the parameter's name, and what their values must be.
_COUNTS = ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")
_BOUNDS = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_IRIS = ("class", "datatype", "nodeKind", *_PAIRS)
_LISTS = ("and", "or", "xone")
_NODE_KINDS = {"BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"}
_PROPERTY_ONLY = ("minCount", "maxCount", "lessThan", "lessThanOrEquals", "uniqueLang", "qualifiedValueShape")

#: Terms of the SHACL 1.2 drafts, which change what a shape means; nothing here judges them.
NEW_TERMS = frozenset(
    {
        "memberShape",
        "uniqueMembers",
        "minListLength",
        "maxListLength",
        "singleLine",
        "someValue",
        "rootClass",
        "subsetOf",
        "targetWhere",
        "reifierShape",
        "reificationRequired",
        "conformanceDisallows",
        "nodeByExpression",
        "expression",
        "uniqueValuesFor",
    }
)


_SHAPE_TYPES = {sh("NodeShape"), sh("PropertyShape")}
_TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "target")
_OTHERS = "property node not in hasValue pattern closed sparql languageIn uniqueLang qualifiedValueShape"
_MAKE_A_SHAPE = frozenset((*_TARGETS, *_COUNTS, *_BOUNDS, *_IRIS, *_LISTS, *_OTHERS.split()))


def find_shapes(index: Index) -> dict[Node, None]:
    """Return the nodes that are shapes (SHACL §2.1), in the order of the graph."""
    out: dict[Node, None] = {}
    for subject, properties in index.by_subject.items():
        named = index.shacl(subject)
        if not isinstance(subject, NamedNode | BlankNode):
            continue
        if not _MAKE_A_SHAPE.isdisjoint(named) or not _SHAPE_TYPES.isdisjoint(properties.get(TYPE, ())):
            out[subject] = None
        for p in ("property", "node", "not", "qualifiedValueShape"):
            out.update((v, None) for v in named.get(p, ()) if isinstance(v, NamedNode | BlankNode))
        for p in _LISTS:
            for head in named.get(p, ()):
                out.update((v, None) for v in index.items(head) if isinstance(v, NamedNode | BlankNode))
    return out


class Reader:
    """Reads the shapes of one graph."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.components = _Components(index)
        self._declared: dict[tuple[Term, ...], dict[str, str]] = {}

    def read(self) -> dict[Node, Shape]:
        """Return every shape by its node.

        Raises:
            ShapesProblem: a shape is ill-formed or asks for SHACL 1.2.
        """
        return {node: self.shape(node) for node in find_shapes(self.index)}

    def shape(self, node: Node) -> Shape:
        """Read one shape."""
        index = self.index
        named = index.shacl(node)
        for name in NEW_TERMS & named.keys():
            raise ShapesProblem(
                f"sh:{name} belongs to SHACL 1.2 or SHACL-AF, which is not judged here.",
                place=place(node),
                remedy="Say it in SHACL 1.0, or in SPARQL.",
            )
        paths = index.shacl(node).get("path", [])
        if len(paths) > 1:
            raise ShapesProblem("A property shape has one path.", place=place(node), remedy="Make two shapes of it.")
        if sh("PropertyShape") in index.objects(node, TYPE) and not paths:
            raise ShapesProblem("A property shape has a path.", place=place(node), remedy="Add sh:path.")
        path = read_path(index, paths[0]) if paths else None
        if path is None:
            for name in _PROPERTY_ONLY:
                if name in named:
                    raise ShapesProblem(
                        f"A node shape has no sh:{name}.", place=place(node), remedy="Put it in a property shape."
                    )
        severity = self._one(node, "severity")
        return Shape(
            node=node,
            path=path,
            path_text=write_path(path) if path else "",
            targets=self._targets(node),
            constraints=tuple(self._constraints(node, is_property=path is not None)),
            properties=tuple(self._shape_node(node, v) for v in index.shacl(node).get("property", [])),
            severity=severity.value if isinstance(severity, NamedNode) else SHACL + "Violation",
            deactivated=is_true(self._one(node, "deactivated")),
        )

    def _one(self, node: Node, name: str) -> Term | None:
        values = self.index.shacl(node).get(name, [])
        if len(values) > 1:
            raise ShapesProblem(f"A shape has at most one sh:{name}.", place=place(node))
        return values[0] if values else None

    def _shape_node(self, node: Node, value: Term) -> Node:
        if isinstance(value, NamedNode | BlankNode):
            return value
        raise ShapesProblem(f"{value} is no shape.", place=place(node))

    def _targets(self, node: Node) -> Targets:
        index = self.index
        classes = list(index.shacl(node).get("targetClass", []))
        kinds = index.objects(node, TYPE)
        if isinstance(node, NamedNode) and any(self._is_class(kind) for kind in kinds):
            classes.append(node)
        queries: list[str] = []
        for target in index.shacl(node).get("target", []):
            select = index.value(target, sh("select"))
            if not isinstance(select, Literal):
                raise ShapesProblem("This kind of target is not judged here.", place=place(node))
            queries.append(self.prefixed(target, select.value))
        return Targets(
            tuple(index.shacl(node).get("targetNode", [])),
            tuple(dict.fromkeys(classes)),
            tuple(self._iris(node, "targetSubjectsOf")),
            tuple(self._iris(node, "targetObjectsOf")),
            tuple(queries),
        )

    def _is_class(self, kind: Term) -> bool:
        """Return whether being of this kind makes a shape a class (SHACL §2.1.3.3: rdfs:Class and its subclasses)."""
        seen: set[Term] = set()
        agenda = [kind]
        while agenda:
            one = agenda.pop()
            if isinstance(one, NamedNode) and one.value in {RDFS + "Class", "http://www.w3.org/2002/07/owl#Class"}:
                return True
            if one not in seen:
                seen.add(one)
                agenda.extend(self.index.objects(one, NamedNode(RDFS + "subClassOf")))
        return False

    def _iris(self, node: Node, name: str) -> list[NamedNode]:
        out = []
        for value in self.index.shacl(node).get(name, []):
            if not isinstance(value, NamedNode):
                raise ShapesProblem(f"The value of sh:{name} is an IRI.", place=place(node))
            out.append(value)
        return out

    def _number(self, node: Node, name: str) -> int | None:
        value = self._one(node, name)
        if value is None:
            return None
        if (
            isinstance(value, Literal)
            and value.datatype.value == XSD + "integer"
            and value.value.lstrip("+-").isdigit()
        ):
            return int(value.value)
        raise ShapesProblem(f"The value of sh:{name} is a whole number.", place=place(node))

    def _constraints(self, node: Node, *, is_property: bool) -> list[Constraint]:
        index = self.index
        out = [Constraint("Class", value) for value in self._iris_or_nodes(node, "class")]
        out.extend(self._kinds(node))
        for name in ("minCount", "maxCount", "minLength", "maxLength"):
            number = self._number(node, name)
            if number is not None:
                out.append(Constraint(_component(name), number))
        for name in _BOUNDS:
            for value in index.shacl(node).get(name, []):
                if not isinstance(value, Literal):
                    raise ShapesProblem(f"The value of sh:{name} is a literal.", place=place(node))
                out.append(Constraint(_component(name), value))
        out.extend(self._texts(node))
        for name in _PAIRS:
            out.extend(Constraint(_component(name), iri) for iri in self._iris(node, name))
        for name in ("not", "node"):
            shapes = (self._shape_node(node, value) for value in index.shacl(node).get(name, []))
            out.extend(Constraint(_component(name), shape) for shape in shapes)
        for name in _LISTS:
            for head in index.shacl(node).get(name, []):
                items = tuple(self._shape_node(node, v) for v in index.items(head))
                out.append(Constraint(_component(name), items))
        out.extend(self._qualified(node))
        out.extend(self._others(node))
        out.extend(self._sparql(node))
        out.extend(self.components.of(node, self, is_property=is_property))
        return out

    def _kinds(self, node: Node) -> list[Constraint]:
        out = []
        for name in ("datatype", "nodeKind"):
            self._one(node, name)
            for iri in self._iris(node, name):
                if name == "nodeKind" and iri.value.removeprefix(SHACL) not in _NODE_KINDS:
                    raise ShapesProblem("The value of sh:nodeKind is one of the six kinds.", place=place(node))
                out.append(Constraint(_component(name), iri))
        return out

    def _iris_or_nodes(self, node: Node, name: str) -> list[Term]:
        values = self.index.shacl(node).get(name, [])
        if any(isinstance(v, Literal) for v in values):
            raise ShapesProblem(f"The value of sh:{name} is no literal.", place=place(node))
        return values

    def _texts(self, node: Node) -> list[Constraint]:
        index = self.index
        out: list[Constraint] = []
        flags = self._one(node, "flags")
        for pattern in index.shacl(node).get("pattern", []):
            if not isinstance(pattern, Literal):
                raise ShapesProblem("The value of sh:pattern is a text.", place=place(node))
            out.append(Constraint("Pattern", pattern.value, flags.value if isinstance(flags, Literal) else ""))
        languages = self._one(node, "languageIn")
        if languages is not None:
            tags = [v.value for v in index.items(languages) if isinstance(v, Literal)]
            out.append(Constraint("LanguageIn", tuple(tags)))
        unique = self._one(node, "uniqueLang")
        if is_true(unique):
            out.append(Constraint("UniqueLang", True))
        return out

    def _qualified(self, node: Node) -> list[Constraint]:
        index = self.index
        shapes = [self._shape_node(node, v) for v in index.shacl(node).get("qualifiedValueShape", [])]
        if not shapes:
            return []
        siblings: dict[Node, None] = {}
        if is_true(self._one(node, "qualifiedValueShapesDisjoint")):
            for parent in index.subjects(sh("property"), node):
                for child in index.objects(parent, sh("property")):
                    for other in index.objects(child, sh("qualifiedValueShape")):
                        siblings[self._shape_node(node, other)] = None
        out = []
        for name in ("qualifiedMinCount", "qualifiedMaxCount"):
            number = self._number(node, name)
            if number is not None:
                for shape in shapes:
                    others = tuple(s for s in siblings if s != shape)
                    out.append(Constraint(_component(name), Qualified(shape, number, others)))
        return out

    def _others(self, node: Node) -> list[Constraint]:
        index = self.index
        out: list[Constraint] = []
        if is_true(self._one(node, "closed")):
            allowed: set[str] = set()
            for child in index.shacl(node).get("property", []):
                allowed.update(v.value for v in index.objects(child, sh("path")) if isinstance(v, NamedNode))
            ignored = self._one(node, "ignoredProperties")
            if ignored is not None:
                allowed.update(v.value for v in index.items(ignored) if isinstance(v, NamedNode))
            out.append(Constraint("Closed", frozenset(allowed)))
        out.extend(Constraint("HasValue", value) for value in index.shacl(node).get("hasValue", []))
        members = self._one(node, "in")
        if members is not None:
            out.append(Constraint("In", tuple(index.items(members))))
        return out

    def _sparql(self, node: Node) -> list[Constraint]:
        index = self.index
        out = []
        for constraint in index.shacl(node).get("sparql", []):
            if is_true(index.value(constraint, sh("deactivated"))):
                continue
            selects = index.objects(constraint, sh("select"))
            if len(selects) != 1 or not isinstance(selects[0], Literal):
                raise ShapesProblem("A SPARQL constraint has one sh:select.", place=place(node))
            text = self.prefixed(constraint, selects[0].value)
            out.append(Constraint("SPARQL", Sparql(constraint, text)))
        return out

    def prefixed(self, node: Term, text: str) -> str:
        """Return a query with the prefixes that its node declares (SHACL §5.2.1)."""
        declared = self._declarations(tuple(self.index.objects(node, sh("prefixes"))))
        return "\n".join([*(line for prefix, line in declared.items() if f"{prefix}:" in text), text])

    def _declarations(self, ontologies: tuple[Term, ...]) -> dict[str, str]:
        if ontologies in self._declared:
            return self._declared[ontologies]
        index = self.index
        lines: dict[str, str] = {}
        seen: set[Term] = set()
        agenda = list(ontologies)
        while agenda:
            ontology = agenda.pop()
            if ontology in seen:
                continue
            seen.add(ontology)
            agenda.extend(index.objects(ontology, NamedNode("http://www.w3.org/2002/07/owl#imports")))
            for declaration in index.objects(ontology, sh("declare")):
                prefix, namespace = index.value(declaration, sh("prefix")), index.value(declaration, sh("namespace"))
                if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                    lines[prefix.value] = f"PREFIX {prefix.value}: <{namespace.value}>"
        self._declared[ontologies] = lines
        return lines


class _Components:
    """The custom constraint components of a shapes graph (SHACL §6)."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.found: list[tuple[NamedNode, list[NamedNode], list[NamedNode]]] = []
        classes = [sh("ConstraintComponent")]
        for one in classes:
            classes.extend(c for c in index.subjects(NamedNode(RDFS + "subClassOf"), one) if c not in classes)  # type: ignore[misc]
        for one in classes:
            for node in index.subjects(TYPE, one):
                if isinstance(node, NamedNode) and not node.value.startswith(SHACL):
                    self._add(node)

    def _add(self, node: NamedNode) -> None:
        needed: list[NamedNode] = []
        optional: list[NamedNode] = []
        for parameter in self.index.shacl(node).get("parameter", []):
            path = self.index.value(parameter, sh("path"))
            if not isinstance(path, NamedNode):
                raise ShapesProblem("A parameter has a path that is an IRI.", place=place(node))
            (optional if is_true(self.index.value(parameter, sh("optional"))) else needed).append(path)
        if not needed:
            raise ShapesProblem("A constraint component has a parameter that is not optional.", place=place(node))
        self.found.append((node, needed, optional))

    def of(self, shape: Node, reader: Reader, *, is_property: bool) -> list[Constraint]:
        """Return the constraints that the components of this graph make of a shape's properties."""
        index = self.index
        out: list[Constraint] = []
        for node, needed, optional in self.found:
            if not all(index.objects(shape, p) for p in needed):
                continue
            for values in _choices([index.objects(shape, p) for p in needed]):
                bindings = [*zip(needed, values, strict=True)]
                bindings += [(p, index.objects(shape, p)[0]) for p in optional if index.objects(shape, p)]
                named = tuple((_local(p.value), v) for p, v in bindings)
                out.append(Constraint(node.value, self._validator(node, reader, named, is_property=is_property)))
        return out

    def _validator(
        self, node: NamedNode, reader: Reader, bindings: tuple[tuple[str, Term], ...], *, is_property: bool
    ) -> Sparql:
        index = self.index
        for name in ("propertyValidator" if is_property else "nodeValidator", "validator"):
            for validator in index.shacl(node).get(name, []):
                ask, select = index.value(validator, sh("ask")), index.value(validator, sh("select"))
                found = ask if isinstance(ask, Literal) else select
                if isinstance(found, Literal):
                    text = reader.prefixed(validator, found.value)
                    return Sparql(validator, text, ask=found is ask, bindings=bindings)
        raise ShapesProblem("A constraint component has a SPARQL validator.", place=place(node))


def _choices(values: list[list[Term]]) -> list[tuple[Term, ...]]:
    out: list[tuple[Term, ...]] = [()]
    for options in values:
        out = [(*chosen, option) for chosen in out for option in options]
    return out


def _local(iri: str) -> str:
    """Return the local name that SHACL §6.2.1 takes as the variable of a parameter."""
    return iri[max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":")) + 1 :]


def _component(parameter: str) -> str:
    return parameter[0].upper() + parameter[1:]
