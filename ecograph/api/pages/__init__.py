"""The web application: what a person reads, rendered on the server, from records.

The law of this package: a page takes records from a ``Library`` and turns them into HTML; it knows no RDF term, no
query engine and no store. Every page is usable before a script runs; nothing on it comes from another host.

    library    what a page may ask for: the ``Library`` protocol and its records
    words*     every text of the interface, in Dutch and in English
    view       language of a request, template environment, security headers
    home, canvas, query, …   one module per page
    problems   the pages for 404, 406, 422, 500, 503
"""

from ecograph.api.pages.check import checked_page, report_page
from ecograph.api.pages.library import (
    Attribute,
    ClassBox,
    Demand,
    DescriptionCard,
    EcosystemCard,
    Edge,
    Glance,
    Hit,
    Library,
    Network,
    Node,
    Premise,
    Profile,
    Property,
    ResourcePage,
    Shape,
    Term,
    Tie,
    Value,
)
from ecograph.api.pages.problems import problem_page, wants_html
from ecograph.api.pages.resources import resource_page
from ecograph.api.pages.site import mount, router

__all__ = [
    "Attribute",
    "ClassBox",
    "Demand",
    "DescriptionCard",
    "EcosystemCard",
    "Edge",
    "Glance",
    "Hit",
    "Library",
    "Network",
    "Node",
    "Premise",
    "Profile",
    "Property",
    "ResourcePage",
    "Shape",
    "Term",
    "Tie",
    "Value",
    "checked_page",
    "mount",
    "problem_page",
    "report_page",
    "resource_page",
    "router",
    "wants_html",
]
