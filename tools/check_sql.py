#!/usr/bin/env python3
"""Checks how SQL is written and who names which table.

- Statements stand in R"sql(…)sql" (R"sqlite(…)sqlite", R"postgresql(…)postgresql" for one engine), parts of
  them in R"part(…)part"; no other string holds SQL, and none is put together with `+` or fmt::format. Values come as parameters, so there is nothing to inject into.
- Dates, case and JSON are handled in C++: SQLite and PostgreSQL differ in these functions.
- Each migration says `-- owner: <module>`; a module's SQL names only tables that its own migrations create.
  Exceptions stand under [sql.foreign_tables] in src/layers.toml. Tests are exempt.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from check_layers import Layers
from house import files, is_test, line_of, run, without_comments

LITERAL = re.compile(r'R"(?P<kind>sql|part|sqlite|postgresql)\((?P<text>.*?)\)(?P=kind)"', re.S)
OTHER_STRING = re.compile(r'R"(?P<mark>[^(\s"]*)\((?P<raw>.*?)\)(?P=mark)"|"(?P<plain>(?:\\.|[^"\\\n])*)"', re.S)
LOOKS_LIKE_SQL = re.compile(
    r"\b(SELECT\s+[\w*:(]|INSERT\s+INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(TABLE|INDEX|VIRTUAL|UNIQUE)\b"
    r"|ALTER\s+TABLE\b|DROP\s+TABLE\b|ORDER\s+BY\b|GROUP\s+BY\b|LEFT\s+JOIN\b|FROM\s+\w+\s+WHERE\b)"
)
ENGINE_FUNCTION = re.compile(
    r"\b(date|time|datetime|strftime|julianday|now|to_char|to_date|date_trunc|extract|age|lower|upper|initcap"
    r"|json\w*|jsonb\w*|random)\s*\(|\bCURRENT_(?:DATE|TIME|TIMESTAMP)\b|\bILIKE\b",
    re.I,
)
TABLE = re.compile(
    r"(?<!\bFOR )(?<!\bDO )(?<!\bDISTINCT )\b(?:FROM|JOIN|INTO|UPDATE|TABLE(?:\s+IF(?:\s+NOT)?\s+EXISTS)?)\s+"
    r"(?P<first>[a-z_][a-z0-9_.]*)(?P<more>(?:(?:\s+(?:AS\s+)?[a-z]\w*)?\s*,\s*[a-z_][a-z0-9_.]*)*)"
)
SMALL_KEYWORD = re.compile(r"\b(select|from|join|insert|into|update|delete|where|order by|group by)\b")
COMMON_TABLE = re.compile(r"\b([a-z_]\w*)\s*(?:\([^()]*\)\s*)?AS\s+(?:NOT\s+|MATERIALIZED\s+)*\(\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE)", re.I)
CREATED = re.compile(r"\bCREATE\s+(?:VIRTUAL\s+)?(?:TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?([a-z_]\w*)", re.I)
OWNER = re.compile(r"^--\s*owner:\s*(\S+)", re.M)


def named_tables(sql: str) -> Iterator[tuple[str, int]]:
    """Tables that a statement reads or writes, with their place; names given by WITH are not tables."""
    own = {name.lower() for name in COMMON_TABLE.findall(sql)}
    for match in TABLE.finditer(sql):
        names = [match["first"], *(part.split()[-1] for part in match["more"].split(",")[1:] if part.strip())]
        yield from ((name, match.start()) for name in names if name not in own)


def module_for(owner: str, layers: Layers) -> str | None:
    return next((name for name in layers.allowed if owner in (name, name.rsplit("/", 1)[-1])), None)


def owners(root: Path, layers: Layers) -> tuple[dict[str, str], list[str]]:
    """Owning module by table, and what is wrong with the migrations."""
    owned: dict[str, str] = {}
    found: list[str] = []
    for file in files(root, "migrations", ".sql"):
        text, name = file.read_text(encoding="utf-8"), file.relative_to(root)
        told = OWNER.findall(text)
        module = module_for(told[0], layers) if len(told) == 1 else None
        if len(told) != 1:
            found.append(f"{name}:1: say once which module owns these tables: -- owner: villages")
        elif module is None:
            found.append(f"{name}:1: the owner {told[0]} is no module of src/layers.toml")
        else:
            owned |= {table.lower(): module for table in CREATED.findall(re.sub(r"--[^\n]*", "", text))}
    return owned, found


def how_written(text: str, literals: list[re.Match[str]], engine: bool) -> Iterator[tuple[int, str]]:
    """Problems with the way the SQL of one file is written, each with its place."""
    for literal in literals:
        before = text[: literal.start()].rstrip()
        after = text[literal.end() :].lstrip()
        if literal["kind"] == "sql" and (before.endswith("+") or after.startswith("+")):
            yield literal.start(), "SQL is not put together with +; write the whole statement, or parts as R\"part(…)part\""
        if re.search(r"format(?:_to)?\(\s*$", before):
            yield literal.start(), "SQL is never formatted; pass values as parameters (:name)"
        unquoted = re.sub(r"'[^']*'|--[^\n]*", lambda quoted: " " * len(quoted[0]), literal["text"])
        if keyword := SMALL_KEYWORD.search(unquoted):
            yield literal.start("text") + keyword.start(), f"write {keyword[0].upper()} in capitals, as all SQL words"
        if not engine and (call := ENGINE_FUNCTION.search(literal["text"])):
            yield literal.start("text") + call.start(), f"{call[0].rstrip('(').strip()} differs between the engines; do it in C++"
    if engine:
        return
    inside = [literal.span() for literal in literals]
    for string in OTHER_STRING.finditer(text):
        if any(start <= string.start() < end for start, end in inside):
            continue
        if LOOKS_LIKE_SQL.search(string["raw"] or string["plain"] or ""):
            yield string.start(), 'SQL stands in R"sql(…)sql" (whole statements) or R"part(…)part"'


def problems(root: Path) -> Iterator[str]:
    layers_text = (root / "src/layers.toml").read_text(encoding="utf-8")
    layers, rules = Layers(layers_text), tomllib.loads(layers_text)["sql"]
    owned, found = owners(root, layers)
    yield from found
    borrowed: set[tuple[str, str]] = set()
    for file in files(root, "src", ".cpp", ".hpp"):
        path = file.relative_to(root / "src").as_posix()
        if is_test(file.relative_to(root)):
            continue
        module = layers.module_of(path) or path
        engine = any(path.startswith(name + "/") for name in rules["engine"])
        text = without_comments(file.read_text(encoding="utf-8"))
        literals = list(LITERAL.finditer(text))
        for position, problem in how_written(text, literals, engine):
            yield f"src/{path}:{line_of(text, position)}: {problem}"
        for literal in literals:
            local = {table.lower() for table in CREATED.findall(literal["text"])}
            for table, offset in named_tables(re.sub(r"--[^\n]*", "", literal["text"])):
                if table in local or table.split(".")[0] in rules["system_tables"] or table.startswith(("pragma_", "pg_")):
                    continue
                where = f"src/{path}:{line_of(text, literal.start('text') + offset)}"
                if table in rules["foreign_tables"].get(module, ()):
                    borrowed.add((module, table))
                elif table not in owned:
                    yield f"{where}: no migration creates the table {table}"
                elif owned[table] != module:
                    yield f"{where}: the table {table} belongs to {owned[table]}; ask its api.hpp"
    for module, tables in rules["foreign_tables"].items():
        for table in tables:
            if (module, table) not in borrowed:
                yield f"src/layers.toml:1: {module} no longer names the table {table}; take the exception out"


if __name__ == "__main__":
    run(problems)
