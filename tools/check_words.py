#!/usr/bin/env python3
"""Checks that the repository speaks of the project alone, and that no program text knows a certain village.

The villages of a network are data: whoever renames all of them or adds one changes no source file.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from house import line_of, run, tracked_files

SELF = {"tools/check_words.py", "tools/tests/test_checks.py"}
# Licence texts are quoted word for word, lock files are written by npm, and scripts of others (assets/vendor) stay as
# they are.
FOREIGN = {"LICENSE", "package-lock.json", "OFL.txt"}
BINARY = {".woff2", ".woff", ".ttf", ".png", ".jpg", ".jpeg", ".webp", ".ico", ".pdf", ".xlsx", ".ods", ".xls", ".zip", ".gz"}
EVERYWHERE = [
    (re.compile(r"\b(?:TODO|FIXME|XXX)\b"), "finish it, or write it down as an issue; the code holds no notes to self"),
    (
        re.compile(r"(?<![\w.$})/-])/(?:work|farm|home/[a-z]\w*|Users/\w+)/[\w.]|(?<![\w.])/tmp/w/"),
        "a path of one machine; write it relative to the project",
    ),
    (
        re.compile(r"\b(?:ChatGPT|Copilot|language model|AI agent|coding agent|sub-?agents?|as an AI|KI-Assistent\w*)\b", re.I),
        "the repository speaks of the project, not of the tools that its authors use",
    ),
    (re.compile(r"\blorem ipsum\b", re.I), "write a real text"),
    (re.compile(r"^(?:<{7}|>{7}|={7})(?: |$)", re.M), "an unresolved merge"),
    (re.compile(r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b"), "a secret; revoke it and take it out"),
]
# Where texts and code must know no village by name.
NAMELESS = ("src/", "assets/", "locale/", "migrations/", "templates/")


def village_names(root: Path) -> list[str]:
    table = root / "data/heidedoerfer/villages.csv"
    if not table.exists():
        return []
    with table.open(encoding="utf-8", newline="") as lines:
        header = lines.readline()
        lines.seek(0)
        rows = csv.DictReader(lines, delimiter=";" if ";" in header else ",")
        return sorted({row["name"].strip() for row in rows if row.get("name")})


def village_pattern(names: list[str]) -> re.Pattern[str] | None:
    """Finds the names with their usual other spelling; "Gröbern" is also "Groebern" in an address."""
    if not names:
        return None
    plain = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
    spellings = sorted({*names, *(name.translate(plain) for name in names)})
    return re.compile(r"(?<![A-Za-zÄÖÜäöüß])(?:" + "|".join(map(re.escape, spellings)) + r")(?![A-Za-zÄÖÜäöüß])", re.I)


def problems(root: Path) -> Iterator[str]:
    villages = village_pattern(village_names(root))
    for file in tracked_files(root):
        path = file.relative_to(root).as_posix()
        if path in SELF or file.name in FOREIGN or file.suffix in BINARY or (path.startswith("assets/vendor/") and file.suffix == ".js"):
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            # Samples of other encodings are data of tests; text of the project itself is always UTF-8.
            if not path.startswith(("data/", "tests/", "src/")) or file.suffix in (".cpp", ".hpp", ".html"):
                yield f"{path}:1: is not UTF-8; save it as UTF-8"
            continue
        rules = list(EVERYWHERE)
        if villages and path.startswith(NAMELESS):
            rules.append((villages, "no source names a village; take the name from the data, or an invented one in tests"))
        for pattern, advice in rules:
            for match in pattern.finditer(text):
                yield f'{path}:{line_of(text, match.start())}: "{match[0].strip()}": {advice}'


if __name__ == "__main__":
    run(problems)
