"""What the checks in this folder share: which files there are, and how a problem is told.

A check is a program `check_<what>.py [ROOT]` with a function `problems(root)` that yields one line per problem,
"file:line: what is wrong and what to do". Without ROOT it looks at this repository. It ends with 1 if there was
a problem, and with 77 if it could not look (ctest shows that as skipped, never as passed).
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SKIPPED = 77


def files(root: Path, folder: str, *suffixes: str) -> list[Path]:
    """Files below a folder with one of the suffixes, sorted, so that every run says the same."""
    return sorted(path for path in (root / folder).rglob("*") if path.suffix in suffixes and path.is_file())


def tracked_files(root: Path) -> list[Path]:
    """All files that are or will be committed; in a tree without git simply all."""
    listing = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    if listing.returncode != 0:
        return sorted(path for path in root.rglob("*") if path.is_file())
    names = {name for name in listing.stdout.decode().split("\0") if name}
    return sorted(path for name in names if (path := root / name).is_file())


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def is_test(path: Path) -> bool:
    """Tests, and sources that only tests use."""
    return path.stem.endswith(("_test", "_for_tests")) or "tests" in path.parts


def without_comments(text: str) -> str:
    """C++ text with comments blanked out; every character keeps its place, strings stay."""

    def blank(match: re.Match[str]) -> str:
        return match[0] if match["string"] else re.sub(r"[^\n]", " ", match[0])

    return re.sub(
        r"""(?P<string>R"(?P<mark>[^(\s"]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+')"""
        r"""|//[^\n]*|/\*.*?\*/""",
        blank,
        text,
        flags=re.S,
    )


def run(problems: Callable[[Path], Iterator[str]]) -> None:
    """Runs a check as a program: prints what it found and ends."""
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else REPOSITORY
    found = list(dict.fromkeys(problems(root)))
    print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
    sys.exit(bool(found))
