"""The documentation of the ontology: one folder of pages in Dutch and English that asks nobody for anything.

The law of this package: ``reading`` makes records of the Turtle files, ``axioms`` says what
follows, ``diagram`` draws, ``pages`` writes; no fact stands in a template
(docs/decisions/0006-documentation-of-the-ontology.md).
"""

from ecograph.publish.ontology.pages import documentation, files

__all__ = ["documentation", "files"]
