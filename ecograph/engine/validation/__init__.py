"""SHACL validation: data and shapes in, a report of frozen records out.

The law of this package: neither the data nor the shapes are changed, and a message keeps its languages.
"""

from ecograph.engine.validation.report import Report, Result

__all__ = ["Report", "Result"]
