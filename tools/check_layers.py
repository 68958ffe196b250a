#!/usr/bin/env python3
"""Checks that every #include keeps to the rule in src/layers.toml.

    tools/check_layers.py [ROOT]
    tools/check_layers.py --trim      takes edges that nothing uses any more out of src/layers.toml
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from house import REPOSITORY, files, is_test, run, without_comments

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)
SUFFIXES = (".hpp", ".cpp", ".h", ".c")


class Layers:
    """src/layers.toml, with the edges that follow from the order of the layers filled in."""

    def __init__(self, text: str) -> None:
        rules = tomllib.loads(text)
        foundation, accounts = rules["foundation"], rules["accounts"]
        self.features: dict[str, list[str]] = rules["features"]
        self.confined: dict[str, list[str]] = rules["confined"]
        self.test_edges: dict[str, list[str]] = rules["test_edges"]
        self.written = foundation | accounts | self.features
        self.allowed = {module: set(below) for module, below in foundation.items()}
        self.allowed |= {module: set(below) | set(foundation) for module, below in accounts.items()}
        self.allowed |= {
            module: set(below) | set(foundation) | set(accounts) for module, below in self.features.items()
        }
        for module in rules["top"]["order"]:
            self.allowed[module] = set(self.allowed)
        # The longest name first, so that a module inside another's folder is found before it.
        self.by_length = sorted(self.allowed, key=len, reverse=True)

    def module_of(self, path: str) -> str | None:
        return next((name for name in self.by_length if path.startswith(name + "/")), None)

    def owners_of(self, header: str) -> list[str] | None:
        """Who may include a library's header, or nothing if everyone may."""
        names = (name for name in self.confined if header == name or header.startswith(name + "/"))
        prefix = next(names, None) or next((n for n in self.confined if header == n + ".hpp"), None)
        return self.confined[prefix] if prefix else None


def includes(path: Path) -> Iterator[tuple[int, str, str]]:
    text = without_comments(path.read_text(encoding="utf-8"))
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start(2)) + 1, match[1], match[2]


def find_cycle(graph: dict[str, set[str]]) -> list[str] | None:
    """Some cycle of the graph as the names along it, or nothing."""
    done: set[str] = set()
    active: list[str] = []

    def visit(node: str) -> list[str] | None:
        if node in active:
            return active[active.index(node) :] + [node]
        if node in done:
            return None
        active.append(node)
        for target in sorted(graph.get(node, ())):
            if cycle := visit(target):
                return cycle
        active.pop()
        done.add(node)
        return None

    return next((cycle for node in sorted(graph) if (cycle := visit(node))), None)


def library_problem(layers: Layers, header: str, path: str, test: bool) -> str | None:
    owners = layers.owners_of(header)
    if owners is None or any(path == owner or path.startswith(owner + "/") for owner in owners):
        return None
    if "tests" in owners and test:
        return None
    return f"<{header}> may be included by {', '.join(owners)} only; call what is offered there"


def module_problem(layers: Layers, me: str, target: str, test: bool) -> str | None:
    them = layers.module_of(target)
    if them is None or them == me:
        return None
    allowed = layers.allowed[me] | (set(layers.test_edges.get(me, ())) if test else set())
    if them not in allowed:
        return f"{me} must not include {them}; put what both need below both, or name the edge in src/layers.toml"
    other_feature = them in layers.features and me in layers.features
    is_open = target == f"{them}/api.hpp" or (target.endswith("_api.hpp") and target.count("/") == them.count("/") + 1)
    if other_feature and not test and not is_open:
        return f"of {them} only api.hpp and *_api.hpp are open to {me}; offer what is missing there"
    return None


def look(root: Path, layers: Layers) -> tuple[list[str], set[tuple[str, str]]]:
    """Problems of single files, and the edges in use."""
    found: list[str] = []
    used: set[tuple[str, str]] = set()
    graph: dict[str, set[str]] = {}
    for file in files(root, "src", *SUFFIXES):
        path = file.relative_to(root / "src").as_posix()
        if path == "main.cpp":
            continue
        me, test = layers.module_of(path), is_test(file.relative_to(root))
        if me is None:
            found.append(f"src/{path}:1: this folder is no module; name it in src/layers.toml")
            continue
        graph[path] = set()
        for line, kind, target in includes(file):
            if kind == '"' and target.startswith("tests/"):
                problem = None if test else "only *_test.cpp may include from tests/"
            elif kind == '"' and (target.startswith("./") or ".." in target.split("/")):
                problem = f'write the path from src/, not "{target}"'
            elif kind == '"' and (file.parent / target).exists() and not (root / "src" / target).exists():
                problem = f'write the path from src/: "{file.parent.relative_to(root / "src").as_posix()}/{target}"'
            elif kind == "<":
                problem = library_problem(layers, target, path, test)
            else:
                graph[path].add(target)
                used.add((me, layers.module_of(target) or ""))
                problem = module_problem(layers, me, target, test)
            if problem:
                found.append(f"src/{path}:{line}: {problem}")
    if cycle := find_cycle(graph):
        found.append(f"src/{cycle[0]}:1: includes itself by way of {' -> '.join(cycle)}")
    return found, used


def unused_edges(root: Path, layers: Layers, used: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Edges of modules that exist; a module not yet begun may have its edges written down before."""
    for me, below in layers.written.items():
        if any(not is_test(path) for path in files(root, f"src/{me}", ".cpp", ".hpp")):
            yield from ((me, them) for them in below if (me, them) not in used)


def problems(root: Path) -> Iterator[str]:
    layers = Layers((root / "src/layers.toml").read_text(encoding="utf-8"))
    found, used = look(root, layers)
    yield from found
    for me, below in layers.written.items():
        yield from (f"src/layers.toml:1: {me} names {t}, which is no module" for t in below if t not in layers.allowed)
    if cycle := find_cycle({module: set(below) for module, below in layers.written.items()}):
        yield f"src/layers.toml:1: the modules form a cycle: {' -> '.join(cycle)}"
    for me, them in unused_edges(root, layers, used):
        yield f"src/layers.toml:1: {me} no longer uses {them}; take the edge out (tools/check_layers.py --trim)"


def trim(root: Path) -> None:
    path = root / "src/layers.toml"
    text = path.read_text(encoding="utf-8")
    layers = Layers(text)
    for me, them in unused_edges(root, layers, look(root, layers)[1]):
        line = re.search(rf'^"{re.escape(me)}" = \[[^\]]*\]', text, re.M)
        if line:
            kept = [name for name in re.findall(r'"([^"]+)"', line[0])[1:] if name != them]
            text = text.replace(line[0], f'"{me}" = [' + ", ".join(f'"{name}"' for name in kept) + "]")
        print(f"{me} no longer names {them}")
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--trim"]:
        trim(REPOSITORY)
    else:
        run(problems)
