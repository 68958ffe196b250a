#!/usr/bin/env python3
"""Checks that what the handbook puts into quotation marks is what the screen says.

docs/handbuch quotes the interface as „Netzwerkverein übergeben“, and uses these marks for nothing else. Each quote must
be a text of the sources or templates, or its beginning; „…“ within it stands for what the program fills in.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from check_texts import texts
from house import files, line_of, run

QUOTE = re.compile(r"„([^“]+)“")
FILLED_IN = re.compile(r"\{\w+\}")


def as_said(quote: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in " ".join(quote.split()).split("…")]
    return re.compile(r"[^ ]*".join(parts) + r"(?!\w)")


def problems(root: Path) -> Iterator[str]:
    said = [FILLED_IN.sub("…", text) for text in texts(root)[0]]
    for file in files(root, "docs/handbuch", ".md"):
        text = file.read_text(encoding="utf-8")
        for match in QUOTE.finditer(text):
            pattern = as_said(match[1])
            if not any(pattern.match(known) for known in said):
                line = line_of(text, match.start())
                yield f"{file.relative_to(root)}:{line}: the program nowhere says „{' '.join(match[1].split())}“"


if __name__ == "__main__":
    run(problems)
