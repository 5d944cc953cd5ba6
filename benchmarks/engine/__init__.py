"""Reasoning and validation beside the reference engines and the native ones, in one run on the same data."""
