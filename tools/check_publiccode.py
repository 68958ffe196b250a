#!/usr/bin/env python3
"""Checks publiccode.yml against the standard's rules for its keys (versions 0.4 to 0.7).

Reads the part of YAML that the file keeps to: nested keys, lists, plain, quoted and folded text.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from house import run

VERSIONS = {"0.4", "0.5", "0.6", "0.7"}
STATUS = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")} | {
    "addon",
    "library",
    "configurationFiles",
}
MAINTENANCE = {"internal", "contract", "community", "none"}
MANDATORY = [
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
]
KNOWN = set(MANDATORY) | {
    "applicationSuite",
    "landingURL",
    "isBasedOn",
    "softwareVersion",
    "releaseDate",
    "logo",
    "categories",
    "usedBy",
    "fundedBy",
    "roadmap",
    "organisation",
    "intendedAudience",
    "dependsOn",
    "supports",
}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def scalar(text: str) -> object:
    text = text.strip()
    if text[:1] in "\"'" and text[-1:] == text[:1]:
        return text[1:-1]
    return {"true": True, "false": False}.get(text, text)


def read_yaml(text: str) -> object:
    lines = [
        (len(line) - len(line.lstrip()), re.sub(r"\s+#.*$", "", line.strip()))
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith(("#", "---"))
    ]
    value, rest = read_block(lines, 0)
    if rest != len(lines):
        raise ValueError(f"not understood: {lines[rest][1]}")
    return value


def read_block(lines: list[tuple[int, str]], at: int) -> tuple[object, int]:
    """The value that begins with this line, and the line after it."""
    indent, first = lines[at]
    if first.startswith("- "):
        items: list[object] = []
        while at < len(lines) and lines[at][0] == indent and lines[at][1].startswith("- "):
            inner = lines[at][1][2:].strip()
            if re.match(r"[\w]+:(\s|$)", inner):
                lines[at] = (indent + 2, inner)
                item, at = read_block(lines, at)
            else:
                item, at = scalar(inner), at + 1
            items.append(item)
        return items, at
    keys: dict[str, object] = {}
    while at < len(lines) and lines[at][0] == indent and not lines[at][1].startswith("- "):
        name, colon, inline = lines[at][1].partition(":")
        if not colon:
            raise ValueError(f"not understood: {lines[at][1]}")
        at += 1
        if inline.strip() in (">", ">-", "|", "|-"):
            folded = []
            while at < len(lines) and lines[at][0] > indent:
                folded.append(lines[at][1])
                at += 1
            keys[name] = " ".join(folded)
        elif inline.strip():
            keys[name] = scalar(inline)
        elif at < len(lines) and lines[at][0] > indent:
            keys[name], at = read_block(lines, at)
        else:
            keys[name] = None
    return keys, at


def description_problems(described: object) -> Iterator[str]:
    if not isinstance(described, dict) or not described:
        yield "description: describe the software in at least one language"
        return
    for language, texts in described.items():
        if not LANGUAGE.fullmatch(language) or not isinstance(texts, dict):
            yield f"description/{language}: is no language tag (BCP 47) with texts below it"
            continue
        short, long = texts.get("shortDescription"), texts.get("longDescription")
        if not isinstance(short, str) or not 0 < len(short) <= 150:
            yield f"description/{language}/shortDescription: 1 to 150 characters, here {len(short or '')}"
        if not isinstance(long, str) or not 150 <= len(long) <= 10000:
            yield f"description/{language}/longDescription: 150 to 10000 characters, here {len(long or '')}"
        if not isinstance(texts.get("features"), list):
            yield f"description/{language}/features: a list of what the software offers"


def maintenance_problems(maintenance: dict[str, object]) -> Iterator[str]:
    kind = maintenance.get("type")
    if kind not in MAINTENANCE:
        yield f"maintenance/type: one of {', '.join(sorted(MAINTENANCE))}"
    if kind in ("internal", "community") and not maintenance.get("contacts"):
        yield f"maintenance/contacts: mandatory for {kind}"
    if (kind == "contract") != bool(maintenance.get("contractors")):
        yield "maintenance/contractors: mandatory for contract, and for nothing else"
    for contact in maintenance.get("contacts") or ():
        if not isinstance(contact, dict) or not contact.get("name"):
            yield "maintenance/contacts: each has a name"


def content_problems(code: dict[str, object]) -> Iterator[str]:
    yield from (f"{key}: is mandatory" for key in MANDATORY if key not in code)
    yield from (f"{key}: is no key of the standard" for key in code if key not in KNOWN)
    if code.get("publiccodeYmlVersion") not in VERSIONS:
        yield f"publiccodeYmlVersion: one of {', '.join(sorted(VERSIONS))}, in quotes"
    if not re.match(r"https?://\S+$", str(code.get("url"))):
        yield "url: the address of the repository"
    if code.get("developmentStatus") not in STATUS:
        yield f"developmentStatus: one of {', '.join(sorted(STATUS))}"
    if code.get("softwareType") not in TYPES:
        yield f"softwareType: one of {', '.join(sorted(TYPES))}"
    if "releaseDate" in code and not DATE.fullmatch(str(code["releaseDate"])):
        yield "releaseDate: YYYY-MM-DD"
    yield from description_problems(code.get("description"))
    legal, maintenance, localisation = (code.get(key) or {} for key in ("legal", "maintenance", "localisation"))
    if not (isinstance(legal, dict) and isinstance(maintenance, dict) and isinstance(localisation, dict)):
        yield "legal, maintenance, localisation: each is a section with keys"
        return
    if legal.get("license") != "EUPL-1.2":
        yield "legal/license: EUPL-1.2, as in LICENSE"
    yield from maintenance_problems(maintenance)
    if not isinstance(localisation.get("localisationReady"), bool):
        yield "localisation/localisationReady: true or false"
    if not localisation.get("availableLanguages"):
        yield "localisation/availableLanguages: at least one language"


def problems(root: Path) -> Iterator[str]:
    file = root / "publiccode.yml"
    if not file.exists():
        yield "publiccode.yml:1: is missing"
        return
    try:
        code = read_yaml(file.read_text(encoding="utf-8"))
    except (ValueError, IndexError) as error:
        yield f"publiccode.yml:1: {error}"
        return
    if not isinstance(code, dict):
        yield "publiccode.yml:1: holds no keys"
        return
    yield from (f"publiccode.yml:1: {problem}" for problem in content_problems(code))
    version = re.search(r"^project\(dorfnetz VERSION ([\d.]+)", (root / "CMakeLists.txt").read_text(encoding="utf-8"), re.M)
    if version and code.get("softwareVersion", version[1]) != version[1]:
        yield f"publiccode.yml:1: softwareVersion: CMakeLists.txt says {version[1]}"


if __name__ == "__main__":
    run(problems)
