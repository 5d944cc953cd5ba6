"""Catalogue, statistics and exports."""
