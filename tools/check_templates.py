#!/usr/bin/env python3
"""Checks the page templates, src/**/*.html, for what automatic escaping cannot guard and pages must not do.

- No variable in on*, style, srcset, formaction and xlink:href: ctemplate does not escape those safely.
- No style attribute, no inline script but application/ld+json, no handler attribute: the content policy forbids them.
- No `:none` and no foreign address in what a page loads: nothing unescaped, nothing from third parties.
- htmx is written data-hx-*, attributes are quoted, brackets of translated texts [[…]] balance.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from house import files, line_of, run

MARKER = re.compile(r"\{\{.*?\}\}", re.S)
TAG = re.compile(r"""<(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?:\{\{.*?\}\}|"[^"]*"|'[^']*'|[^>"'{]|\{(?!\{))*)>""", re.S)
ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/={}]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|(?:\{\{.*?\}\}|[^\s"'<>{])+))?""", re.S
)
# {{#NAME}} and {{/NAME}} around attributes stand for themselves and are no part of a value.
SECTION = re.compile(r"\{\{[#/%].*?\}\}", re.S)
NO_VARIABLE = {"style", "srcset", "formaction", "xlink:href", "srcdoc", "imagesrcset"}
LOADS = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
# A link to itself says where a page belongs and loads nothing.
LOADS_NOTHING = {"canonical", "alternate", "license", "author", "help", "me", "privacy-policy"}


def attribute_problem(tag: str, name: str, value: str | None, relation: str) -> str | None:
    variable = value is not None and "{{" in value
    if name.startswith("on"):
        return f"{name}: handlers stand in a script file, never in an attribute"
    if name in NO_VARIABLE and variable:
        return f"{name}: no variable here, escaping does not cover it"
    if name == "style":
        return "no style attribute (the content policy refuses it); use a class"
    if name.startswith("hx-"):
        return f"{name}: write data-{name}, the HTML checker refuses the short form"
    if value is not None and value[0] not in "\"'":
        return f'{name}: put the value in quotes: {name}="{value}"'
    foreign = value is not None and re.match(r"[\"']\s*(?:https?:)?//", value, re.I)
    if foreign and name in LOADS.get(tag, ()) and not (tag == "link" and relation in LOADS_NOTHING):
        return f"{name}: pages load nothing from elsewhere; put the file into assets/"
    return None


def bracket_problems(text: str) -> Iterator[tuple[int, str]]:
    """[[German text]] neither nests nor stays open, and holds no variables but {NAME}."""
    opened: int | None = None
    for match in re.finditer(r"\[\[|\]\]", text):
        if match[0] == "[[" and opened is not None:
            yield match.start(), "[[ inside a translated text; the one before is still open"
        elif match[0] == "]]" and opened is None:
            yield match.start(), "]] without [["
        elif match[0] == "]]" and opened is not None:
            inner = text[opened + 2 : match.start()]
            if not inner.strip():
                yield opened, "[[ ]] without a text"
            if "{{" in inner:
                yield opened, "a translated text names its values {NAME}, not {{NAME}}"
        opened = match.start() if match[0] == "[[" else None
    if opened is not None:
        yield opened, "[[ is never closed with ]]"


def template_problems(text: str) -> Iterator[tuple[int, str]]:
    text = re.sub(r"<!--.*?-->|\{\{!.*?\}\}", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)
    for marker in MARKER.finditer(text):
        if re.search(r":none\b", marker[0]):
            yield marker.start(), ":none switches escaping off; make an html::Safe in foundation/html instead"
    for tag in TAG.finditer(text):
        name = tag["name"].lower()
        attributes = {a["name"].lower(): a["value"] for a in ATTRIBUTE.finditer(SECTION.sub(" ", tag["attributes"]))}
        relation = (attributes.get("rel") or "").strip("\"'").lower()
        for attribute, value in attributes.items():
            if problem := attribute_problem(name, attribute, value, relation):
                yield tag.start(), f"<{name}> {problem}"
        kind = (attributes.get("type") or "").strip("\"'")
        if name == "script" and "src" not in attributes and kind != "application/ld+json":
            yield tag.start(), "no inline script (the content policy refuses it); put it into assets/js/"
        if name == "style":
            yield tag.start(), "no <style> in a page; put it into assets/css/"
    yield from bracket_problems(text)


def problems(root: Path) -> Iterator[str]:
    for file in files(root, "src", ".html"):
        text = file.read_text(encoding="utf-8")
        for position, problem in template_problems(text):
            yield f"{file.relative_to(root)}:{line_of(text, position)}: {problem}"


if __name__ == "__main__":
    run(problems)
