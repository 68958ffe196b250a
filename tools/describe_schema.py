#!/usr/bin/env python3
"""Writes docs/data-model.md: every table with its owner, what it is for and which columns are about persons.

All of it stands in migrations/ already: the comment above CREATE TABLE, the owner in the first line and the marks
`-- personal: purpose, retention`. tools/check_data_model.py fails when the page is no longer what this program writes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from check_personal import COLUMN, MARK
from house import REPOSITORY, files

PAGE = "docs/data-model.md"
OWNER = re.compile(r"^--\s*owner:\s*(\S+)")
COMMENT = re.compile(r"^--\s?(.*)$")
CREATE = re.compile(r"^CREATE\s+TABLE\s+(\w+)", re.I)
ADDED = re.compile(r"^ALTER\s+TABLE\s+(\w+)\s+ADD\b", re.I)
RENAMED = re.compile(r"^ALTER\s+TABLE\s+(\w+)\s+RENAME\s+TO\s+(\w+)", re.I)
REFERENCE = re.compile(r"\bREFERENCES\s+(\w+)", re.I)

INTRODUCTION = """\
# Data model

Written by `tools/describe_schema.py` from `migrations/`; change those, then call it again.

Every table of a network has `network_id` first in its primary key, in every unique constraint and in every foreign
key, so a row cannot point into another network. Ids are UUIDv7 as text, moments ISO 8601 in UTC, amounts whole numbers.
A table belongs to one module, and only that module's SQL names it. Why it is so: `ARCHITECTURE.md`, "Data".

A column marked **personal** is about a person; purpose and retention stand beside it in the migration.
"""


@dataclass
class Table:
    name: str
    owner: str
    migration: str
    purpose: str
    references: list[str] = field(default_factory=list)
    personal: list[str] = field(default_factory=list)

    def learn(self, line: str) -> None:
        for reference in REFERENCE.findall(line):
            if reference not in (self.name, *self.references):
                self.references.append(reference)
        column, mark = COLUMN.match(line), MARK.search(line)
        if column and mark and mark["kind"] == "personal":
            self.personal.append(column[1])


def tables_of(text: str, migration: str) -> Iterator[Table]:
    """Tables that a migration creates. A comment belongs to the CREATE TABLE right below it."""
    owner, comment, current = "", [], None
    for line in text.splitlines():
        if told := OWNER.match(line):
            owner = told[1]
        elif said := COMMENT.match(line):
            comment.append(said[1].strip())
        elif created := CREATE.match(line):
            current = Table(created[1], owner, migration, " ".join(comment))
            comment = []
        elif line.startswith(")") and current:
            yield current
            current = None
        elif current:
            current.learn(line)
        else:
            comment = []


def tables(root: Path) -> list[Table]:
    found: dict[str, Table] = {}
    for file in files(root, "migrations", ".sql"):
        text = file.read_text(encoding="utf-8")
        for table in tables_of(text, file.name):
            found.setdefault(table.name, table)
        for line in text.splitlines():
            if (added := ADDED.match(line)) and added[1] in found:
                found[added[1]].learn(line)
            if (renamed := RENAMED.match(line)) and renamed[1] in found:
                take_the_place_of(found, renamed[1], renamed[2])
    return list(found.values())


def take_the_place_of(found: dict[str, Table], name: str, old_name: str) -> None:
    """A table that was made anew to change it. Without a comment of its own it is for what the old one was for."""
    table = found.pop(name)
    old = found.get(old_name)
    table.name = old_name
    if old and not table.purpose:
        table.purpose = old.purpose
    found[old_name] = table  # at the place of the old one, if there was one
    for other in found.values():
        other.references = [old_name if reference == name else reference for reference in other.references]


def row(table: Table) -> str:
    # Without a comment of its own it belongs to the table above it, which it points to.
    purpose = table.purpose or f"Part of `{table.references[0]}`."
    return (
        f"| `{table.name}` | {purpose} "
        f"| {', '.join(f'`{name}`' for name in table.references) or '–'} "
        f"| {', '.join(f'`{name}`' for name in table.personal) or '–'} |"
    )


def described(root: Path) -> str:
    lines = [INTRODUCTION]
    by_owner: dict[str, list[Table]] = {}
    for table in tables(root):
        by_owner.setdefault(table.owner, []).append(table)
    for owner in sorted(by_owner):
        lines += [f"## {owner}", "", "| table | what it holds | points to | personal |", "|---|---|---|---|"]
        lines += [row(table) for table in by_owner[owner]]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    (REPOSITORY / PAGE).write_text(described(REPOSITORY), encoding="utf-8")
