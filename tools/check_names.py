#!/usr/bin/env python3
"""Checks that no two sources of a module give the same name to something in their unnamed namespaces.

Release and CI build the sources of a module as one (unity build), so such names meet there, while a developer's build
is fine: the mistake would be found by somebody else. Tests are built one by one and may repeat names.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from house import files, is_test, line_of, run, without_comments

UNNAMED = re.compile(r"^namespace \{$(?P<inside>.*?)^\} // namespace$", re.M | re.S)
NOT_JOINED = re.compile(r"set_target_properties\(dorf_\w+ PROPERTIES UNITY_BUILD OFF\)")
# What begins in the first column of an unnamed namespace, with the name that it gives.
TYPE = re.compile(r"^(?:template <[^\n]*>\n)?(?:struct|class|enum(?: class)?|union) (\w+)(?:[^;\n]*\{|[^;\n]*$)", re.M)
ALIAS = re.compile(r"^using (\w+) =", re.M)
FUNCTION = re.compile(r"^(?!using |struct |class |enum |return |namespace )[\w:][\w:<>,*& \[\]]*?[ *&](\w+)\(", re.M)
VARIABLE = re.compile(r"^(?:inline |static |thread_local |constinit )*(?:constexpr|const|std::\w+)[^\n(;{=]*?[ &*](\w+)(?:\[[^\]\n]*\])*(?: = |\{|;)", re.M)


def parameter_types(text: str) -> str:
    """Of "(const Row& row, int a = 1) …" the types, without the names: those may differ between two of a kind."""
    depth, parts = 0, [""]
    for letter in text:
        depth += (letter in "(<{[") - (letter in ")>}]")
        if depth == 0:
            break
        if letter == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += letter
    parts[0] = parts[0][1:]
    return ",".join(re.sub(r"\s+", "", re.sub(r"(?<=[\s&*>])\w+\s*(?:=.*)?$", "", part.strip(), flags=re.S)) for part in parts)


def names_in(text: str) -> Iterator[tuple[str, str | None, int]]:
    """Names of unnamed namespaces with the parameters of functions and their lines."""
    plain = without_comments(text)
    for namespace in UNNAMED.finditer(text):
        begin, end = namespace.span("inside")
        inside = plain[begin:end]
        for pattern in (TYPE, ALIAS, FUNCTION, VARIABLE):
            for found in pattern.finditer(inside):
                types = parameter_types(inside[found.end() - 1 :]) if pattern is FUNCTION else None
                yield found[1], types, line_of(text, begin + found.start(1))


def problems(root: Path) -> Iterator[str]:
    for module in sorted(path.parent for path in files(root, "src", ".txt") if path.name == "CMakeLists.txt"):
        if NOT_JOINED.search((module / "CMakeLists.txt").read_text(encoding="utf-8")):
            continue
        seen: dict[str, list[tuple[Path, str | None]]] = {}
        for file in sorted(module.glob("*.cpp")):
            if is_test(file.relative_to(root)):
                continue
            for name, types, line in names_in(file.read_text(encoding="utf-8")):
                others = seen.setdefault(name, [])
                for other, other_types in others:
                    # Functions of one name with other parameters get on well.
                    if other != file and (types is None or other_types is None or types == other_types):
                        yield (
                            f"{file.relative_to(root)}:{line}: {other.name} has a {name} of its own; "
                            "name them apart, a unity build sees both"
                        )
                        break
                others.append((file, types))


if __name__ == "__main__":
    run(problems)
