"""Hygiene of an ontology."""
