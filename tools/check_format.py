#!/usr/bin/env python3
"""Checks that C++ sources have the form of .clang-format; `./dev format` brings them into it.

The form is that of clang-format 14 (Debian 12); other versions set some lines differently, so with those the check
is skipped.
"""

import re
import subprocess
import sys
from pathlib import Path

from house import REPOSITORY, SKIPPED, tracked_files

VERSION = "14"


def main() -> int:
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else REPOSITORY
    try:
        told = subprocess.run(["clang-format", "--version"], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        told = ""
    if not re.search(rf"version {VERSION}\.", told):
        print(f"skipped: needs clang-format {VERSION}, here is {told.strip() or 'none'}", file=sys.stderr)
        return SKIPPED
    sources = [str(path) for path in tracked_files(root) if path.suffix in (".cpp", ".hpp")]
    if not sources:
        return 0
    found = subprocess.run(["clang-format", "--dry-run", "--Werror", *sources], capture_output=True, text=True, check=False)
    wrong = sorted({match[1] for match in re.finditer(r"^(.+?):\d+:\d+: error:", found.stderr, re.M)})
    for path in wrong:
        print(f"{Path(path).relative_to(root)}:1: not formatted; call ./dev format", file=sys.stderr)
    return found.returncode


if __name__ == "__main__":
    sys.exit(main())
