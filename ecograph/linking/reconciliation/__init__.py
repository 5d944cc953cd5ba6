"""The Reconciliation Service API 0.2 over the registers and our own actors; ``api.reconcile`` gives it HTTP."""

from __future__ import annotations

from ecograph.linking.reconciliation.actors import actor_things
from ecograph.linking.reconciliation.service import Candidate, Query, Service, parse_query
from ecograph.linking.reconciliation.things import Day, Reference, Thing

__all__ = ["Candidate", "Day", "Query", "Reference", "Service", "Thing", "actor_things", "parse_query"]
