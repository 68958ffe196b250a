#!/usr/bin/env python3
"""Checks that docs/data-model.md is what tools/describe_schema.py writes from the migrations, and that every table
says what it is for: in a comment above it, or by pointing to the table that it is a part of."""

from collections.abc import Iterator
from pathlib import Path

from describe_schema import PAGE, described, tables
from house import run


def problems(root: Path) -> Iterator[str]:
    silent = [table for table in tables(root) if not table.purpose and not table.references]
    for table in silent:
        yield f"migrations/{table.migration}: say in a comment above CREATE TABLE {table.name} what it holds"
    page = root / PAGE
    if not silent and (not page.exists() or page.read_text(encoding="utf-8") != described(root)):
        yield f"{PAGE}: the migrations say something else by now; call tools/describe_schema.py"


if __name__ == "__main__":
    run(problems)
