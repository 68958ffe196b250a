#!/usr/bin/env python3
"""Checks docs/asvs.md: every requirement of ASVS 5.0 levels 1 and 2 once, with its level and a state; what is called
"met" names a file or folder that exists, what is "open" says in a sentence what is missing; the sums are right.

LEVELS is the standard's table of contents (OWASP ASVS 5.0.0, May 2025, its CSV): for each section the level of each of its
requirements, in their order. They are 345: 70 of level 1, 183 of level 2, 92 of level 3.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from house import run

LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
STATES = ("met", "not applicable", "open")
PAGE = "docs/asvs.md"
ROW = re.compile(r"\| (?P<id>\d+\.\d+\.\d+) \| (?P<level>\d) \| (?P<what>[^|]+) \| (?P<state>[^|]*) \| (?P<where>[^|]*) \|$")
SUM = re.compile(r"\| level (?P<level>[12]) \|(?P<counts>[ \d|]+)\|$")
NAMED = re.compile(r"`(\w[\w./-]*)`")


def requirements() -> dict[str, str]:
    """Level by id, of levels 1 and 2."""
    return {
        f"{section}.{number}": level
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, 1)
        if level != "3"
    }


def problem_of(row: re.Match[str], root: Path, levels: dict[str, str]) -> str | None:
    where = row["where"].strip()
    if row["id"] not in levels:
        return f"{row['id']} is no requirement of level 1 or 2"
    if row["level"] != levels[row["id"]]:
        return f"{row['id']} is of level {levels[row['id']]}"
    if row["state"] not in STATES:
        return f"{row['id']}: the state is one of {', '.join(STATES)}"
    if row["state"] == "open":
        return None if where.endswith(".") else f"{row['id']}: say in a sentence what is missing"
    if row["state"] == "not applicable":
        return None if where else f"{row['id']}: say why it does not apply"
    paths = [name for name in NAMED.findall(where) if "/" in name or (root / name).exists()]
    if not paths:
        return f"{row['id']}: name the file or the test that holds it"
    missing = [name for name in paths if not (root / name).exists()]
    return f"{row['id']}: there is no {missing[0]}" if missing else None


def problems(root: Path) -> Iterator[str]:
    page = root / PAGE
    if not page.exists():
        yield f"{PAGE}:1: is missing"
        return
    levels = requirements()
    seen: Counter[str] = Counter()
    counted = {level: Counter[str]() for level in "12"}
    sums = {}
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if total := SUM.match(line):
            sums[total["level"]] = (number, [int(count) for count in re.findall(r"\d+", total["counts"])])
        row = ROW.match(line)
        if not row:
            if re.match(r"\| \d+\.", line):
                yield f"{PAGE}:{number}: the row has not five parts: id, level, what, state, where"
            continue
        seen[row["id"]] += 1
        if row["level"] in counted:
            counted[row["level"]][row["state"]] += 1
        if seen[row["id"]] > 1:
            yield f"{PAGE}:{number}: {row['id']} stands there twice"
        elif problem := problem_of(row, root, levels):
            yield f"{PAGE}:{number}: {problem}"
    if missing := [name for name in levels if name not in seen]:
        yield f"{PAGE}:1: {len(missing)} of {len(levels)} requirements are missing, the first is {missing[0]}"
    for level, (number, told) in sums.items():
        right = [*(counted[level][state] for state in STATES), sum(counted[level].values())]
        if told != right:
            yield f"{PAGE}:{number}: the sums of level {level} are {' | '.join(map(str, right))}"


if __name__ == "__main__":
    run(problems)
