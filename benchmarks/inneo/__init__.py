"""Our ontology beside InNEO."""
