"""Hygiene of an ontology: ours, or the extension that a user writes.

The law of this package: it reads and judges, and changes nothing; what it finds names the term and what to do.
Errors are what no ontology may have; warnings what a careful author looks at; the pitfalls are counted, so that two
ontologies can be measured by the same rule.
"""

from ecograph.hygiene.checking import Finding, Report, check

__all__ = ["Finding", "Report", "check"]
