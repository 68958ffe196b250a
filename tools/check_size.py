#!/usr/bin/env python3
"""Reports files that grow too long to be read at one sitting: over 400 lines a note, over 600 a failure."""

import sys
from collections.abc import Iterator
from pathlib import Path

from house import run, tracked_files

NOTE, LIMIT = 400, 600
# Longer files, each with the reason why it cannot be split. May only shrink.
EXCEPTIONS: dict[str, str] = {}
SUFFIXES = {".cpp", ".hpp", ".py", ".mjs", ".js", ".css", ".html"}


def problems(root: Path) -> Iterator[str]:
    for path in EXCEPTIONS:
        if (root / path).exists() and (root / path).read_bytes().count(b"\n") <= LIMIT:
            yield f"{path}:1: is short enough now; take the exception out of tools/check_size.py"
    for file in tracked_files(root):
        path = file.relative_to(root).as_posix()
        if file.suffix not in SUFFIXES or "vendor" in file.parts:
            continue
        lines = file.read_bytes().count(b"\n")
        if lines > LIMIT and path not in EXCEPTIONS:
            yield f"{path}:1: {lines} lines; split it at its seams (at most {LIMIT})"
        elif lines > NOTE:
            print(f"note: {path} has {lines} lines", file=sys.stderr)


if __name__ == "__main__":
    run(problems)
