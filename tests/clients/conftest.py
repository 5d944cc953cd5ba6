"""A data folder and a running service over two shipped descriptions."""

from __future__ import annotations

from tests.api_questions.conftest import data_dir, service

__all__ = ["data_dir", "service"]
