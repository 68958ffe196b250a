#!/usr/bin/env python3
"""Checks the shell scripts with shellcheck."""

import shutil
import subprocess
import sys
from pathlib import Path

from house import REPOSITORY, SKIPPED, tracked_files


def is_script(path: Path) -> bool:
    if path.suffix not in ("", ".sh", ".bash"):
        return False
    with path.open("rb") as file:
        first = file.readline(80)
    return first.startswith(b"#!") and (b"bash" in first or b"/sh" in first)


def main() -> int:
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else REPOSITORY
    if not shutil.which("shellcheck"):
        print("skipped: needs shellcheck", file=sys.stderr)
        return SKIPPED
    scripts = [str(path) for path in tracked_files(root) if is_script(path)]
    return subprocess.run(["shellcheck", "--format=gcc", *scripts], check=False).returncode if scripts else 0


if __name__ == "__main__":
    sys.exit(main())
