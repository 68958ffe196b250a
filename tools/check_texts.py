#!/usr/bin/env python3
"""Checks that every text of the interface stands in the catalogue of every other language, and nothing else does.

German texts stand in the sources as "…"_de and in templates as [[…]], their translations in locale/<language>/*.po.
A translation keeps the placeholders ({1}, {NAME}) and the tags of its text. Texts that only tests say may be
translated but need not be.

    tools/check_texts.py [ROOT]      what is missing, unused or does not fit
    tools/check_texts.py --missing   the missing entries in the form of a .po file, by module
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from house import REPOSITORY, files, is_test, line_of, run, without_comments

LITERAL = r'"((?:[^"\\\n]|\\.)*)"'
GERMAN = re.compile(rf"((?:{LITERAL}\s*)+)_de\b")
MARKED = re.compile(r"\[\[(.+?)\]\]", re.S)
ENTRY = re.compile(rf"^msgid\s+((?:{LITERAL}\s*)+)^msgstr\s+((?:{LITERAL}\s*)+)", re.M)
ESCAPES = {"n": "\n", "t": "\t"}


class Place(NamedTuple):
    file: Path  # from the root
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    def module(self) -> str:
        parts = self.file.parts
        return parts[2] if parts[1] in ("foundation", "features") else parts[1]


class Entry(NamedTuple):
    german: str
    translated: str
    place: Place


def joined(literals: str) -> str:
    """The text of adjacent literals, of which C++ and .po files make one."""
    text = "".join(re.findall(LITERAL, literals))
    return re.sub(r"\\(.)", lambda escape: ESCAPES.get(escape[1], escape[1]), text)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def said_in(file: Path) -> Iterator[tuple[str, int]]:
    """The German texts of a source or template, each with its line."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        text = re.sub(r"<!--.*?-->|\{\{!.*?\}\}", lambda comment: re.sub(r"[^\n]", " ", comment[0]), text, flags=re.S)
        found = [(" ".join(match[1].split()), match.start()) for match in MARKED.finditer(text)]
    else:
        text = without_comments(text)
        found = [(joined(match[1]), match.start()) for match in GERMAN.finditer(text)]
    return ((said, line_of(text, position)) for said, position in found if said)


def texts(root: Path) -> tuple[dict[str, list[Place]], set[str]]:
    """Each text of the program with the places that say it, and the texts of the tests."""
    said: dict[str, list[Place]] = {}
    said_by_tests: set[str] = set()
    for file in files(root, "src", ".cpp", ".hpp", ".html"):
        for text, line in said_in(file):
            if is_test(file) or file.name.startswith("test_"):
                said_by_tests.add(text)
            else:
                said.setdefault(text, []).append(Place(file.relative_to(root), line))
    return said, said_by_tests


def languages(root: Path) -> list[Path]:
    return sorted(folder for folder in (root / "locale").iterdir() if folder.is_dir())


def entries(root: Path, language: Path) -> list[Entry]:
    """All entries of a language in the order in which the build joins its files: the first of a text counts."""
    found = []
    for file in sorted(language.glob("*.po")):
        text = file.read_text(encoding="utf-8") + "\n"
        for match in ENTRY.finditer(text):
            if german := joined(match[1]):
                place = Place(file.relative_to(root), line_of(text, match.start()))
                found.append(Entry(german, joined(match[3]), place))
    return found


def missing(said: dict[str, list[Place]], known: list[Entry]) -> dict[str, Place]:
    translated = {entry.german for entry in known if entry.translated}
    return {text: places[0] for text, places in said.items() if text not in translated}


def what_must_stay(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{\w+\}|</?[a-z]\w*", text))


def entry_problem(entry: Entry, first: Entry, said: dict[str, list[Place]], said_by_tests: set[str]) -> str | None:
    german, translated, place = entry
    if german not in said and german not in said_by_tests:
        return f"nobody says {german!r} any more; remove it"
    if entry is not first and place.file == first.place.file:
        return f"{german!r} stands in line {first.place.line} already; remove one"
    if translated != first.translated:
        return f"{german!r} is translated otherwise in {first.place}; only that one is shown"
    if translated and what_must_stay(german) != what_must_stay(translated):
        return f"placeholders or tags differ: {german!r} and {translated!r}"
    if '"' in translated and any(use.file.suffix == ".html" for use in said.get(german, ())):
        return f"straight quotes would end an attribute of a template, write “ and ”: {translated!r}"
    return None


def problems(root: Path) -> Iterator[str]:
    said, said_by_tests = texts(root)
    for language in languages(root):
        known = entries(root, language)
        for text, place in missing(said, known).items():
            yield f"{place}: not in locale/{language.name}: {text!r}"
        first: dict[str, Entry] = {}
        for entry in known:
            first.setdefault(entry.german, entry)
            if problem := entry_problem(entry, first[entry.german], said, said_by_tests):
                yield f"{entry.place}: {problem}"


def print_missing(root: Path) -> None:
    said, _ = texts(root)
    for language in languages(root):
        wanted = missing(said, entries(root, language))
        for module in sorted({place.module() for place in wanted.values()}):
            print(f"# {language.name}/{module}.po")
            for text, place in wanted.items():
                if place.module() == module:
                    print(f'\n#: {place}\nmsgid {quoted(text)}\nmsgstr ""')


if __name__ == "__main__":
    if "--missing" in sys.argv:
        print_missing(REPOSITORY)
    else:
        run(problems)
