"""Names of organisations and places linked with the registers of government and science, through time.

The law of this package: a link is a decision with its grounds; in doubt there is none, and what a person decided
stays. A body that governs and the territory that it governs are never the same thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecograph.linking.decision import Link
    from ecograph.linking.government import Resolution, resolve
    from ecograph.linking.organisations import link

__all__ = ["Link", "Resolution", "link", "resolve"]

_WHERE = {
    "Link": "ecograph.linking.decision",
    "Resolution": "ecograph.linking.government",
    "link": "ecograph.linking.organisations",
    "resolve": "ecograph.linking.government",
}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for: the registers are not read to show a help text."""
    import importlib

    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(importlib.import_module(_WHERE[name]), name)
