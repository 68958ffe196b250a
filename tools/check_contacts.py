#!/usr/bin/env python3
"""Checks who can get at ways to reach somebody: telephone, mail address, street, and texts that repeat them.

- A column with one is selected in a single file per table, which [contacts.selected_in] of src/layers.toml names.
  There it becomes a guarded text or is handed to whom it is about; nobody else's query can leak it.
- A guarded text is opened by a Viewer. Where one is made stands under [contacts.viewers], so that whoever adds a
  place is asked why. Tests are exempt.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from check_sql import LITERAL, named_tables
from house import files, is_test, line_of, run, without_comments

COLUMN = re.compile(r"^\s*(?:ALTER\s+TABLE\s+(?P<altered>\w+)\s+)?(?:ADD\s+(?:COLUMN\s+)?)?(?P<name>[a-z_]+)\s+(?:TEXT|BLOB)\b", re.I)
CREATES = re.compile(r"^\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)", re.I)
WAY_TO_REACH = re.compile(r"(?:^|_)(?:street|phone|mobile|fax|e?mail|login|address|reply_to)$")
# What is kept whole, and may hold any of it.
REPEATS_IT = frozenset({"bytes", "cells", "content", "data", "new_value", "old_value", "payload"})
MARKED = re.compile(r"--\s*(?:personal:|not personal: the organisation's)")
CHOSEN = re.compile(r"\bSELECT\s+(?P<list>.*?)\s+FROM\b|\bRETURNING\s+(?P<returned>.*)", re.S)
MAKES_VIEWER = re.compile(r"\b(?P<any>the_program|the_owner|viewer_with)\b|\baccounts::(?P<own>viewer_of)\b")


def contact_columns(root: Path) -> dict[str, set[str]]:
    """By table, as the migrations mark them."""
    found: dict[str, set[str]] = {}
    for file in files(root, "migrations", ".sql"):
        table = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if created := CREATES.match(line):
                table = created[1].lower()
            column = COLUMN.match(line)
            if not column or not MARKED.search(line):
                continue
            if WAY_TO_REACH.search(column["name"]) or column["name"] in REPEATS_IT:
                found.setdefault((column["altered"] or table).lower(), set()).add(column["name"])
    return found


def selected(sql: str, columns: set[str]) -> Iterator[str]:
    for match in CHOSEN.finditer(sql):
        chosen = match["list"] or match["returned"]
        yield from (name for name in sorted(columns) if re.search(rf"\b{name}\b", chosen))
        if re.search(r"(?<!COUNT\()\*", chosen):
            yield "*"


def selections(path: str, text: str, columns: dict[str, set[str]], homes: dict[str, str], used: set[str]) -> Iterator[str]:
    for literal in LITERAL.finditer(text):
        sql = re.sub(r"--[^\n]*", "", literal["text"])
        for table in {name.lower() for name, _ in named_tables(sql)} & columns.keys():
            for name in selected(sql, columns[table]):
                if homes.get(table) == path:
                    used.add(table)
                    continue
                home = homes.get(table)
                where = f"src/{home} does" if home else "say under [contacts.selected_in] which file does"
                yield f"src/{path}:{line_of(text, literal.start())}: nobody else selects {table}.{name}; {where}"


def problems(root: Path) -> Iterator[str]:
    rules = tomllib.loads((root / "src/layers.toml").read_text(encoding="utf-8"))["contacts"]
    homes, makers = rules["selected_in"], rules["viewers"]
    columns = contact_columns(root)
    used: set[str] = set()
    made: set[tuple[str, str]] = set()
    for file in files(root, "src", ".cpp", ".hpp"):
        path = file.relative_to(root / "src").as_posix()
        if is_test(file.relative_to(root)) or path.startswith("accounts/guarded."):
            continue
        text = without_comments(file.read_text(encoding="utf-8"))
        yield from selections(path, text, columns, homes, used)
        for call in MAKES_VIEWER.finditer(text):
            name = call["any"] or call["own"]
            if path in makers.get(name, ()):
                made.add((name, path))
            else:
                yield (
                    f"src/{path}:{line_of(text, call.start())}: {name} opens contact data without asking further; take a "
                    "Viewer from whoever decided, or name this file under [contacts.viewers] of src/layers.toml"
                )
    for table in sorted(homes.keys() - used):
        yield f"src/layers.toml:1: src/{homes[table]} selects no contact column of {table}; take the line out"
    for name, paths in makers.items():
        for path in paths:
            if (name, path) not in made:
                yield f"src/layers.toml:1: src/{path} no longer calls {name}; take it out"


if __name__ == "__main__":
    run(problems)
