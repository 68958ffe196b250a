#!/usr/bin/env python3
"""Checks that the colours of tokens.css can be read, in light and in dark.

Text needs 7:1 on every ground and wash (WCAG 2.2, 1.4.6), borders of controls and the focus ring
need 3:1 (1.4.11). Prints each pair that falls short and ends with 1; needs nothing but Python.

    tools/check_contrast.py [path of tokens.css]
"""

import re
import sys
from pathlib import Path

GROUNDS = ["ground", "paper", "paper-sunk"]
WASHES = ["heath-wash", "lake-wash", "pine-wash", "amber-wash", "rust-wash"]
TEXTS = ["ink", "ink-soft", "heath", "heath-strong", "lake", "pine", "amber", "rust"]
FILLS = ["heath", "heath-strong", "lake", "pine", "rust"]
SCHEMES = ["light", "dark"]

# (foreground names, background names, least ratio, what it is for)
RULES = [
    (TEXTS, GROUNDS + WASHES, 7.0, "text"),
    (["on-accent"], FILLS, 7.0, "text on a filled button"),
    (["edge", "heath", "lake"], GROUNDS + WASHES, 3.0, "border or focus ring"),
    (["pine", "amber", "heath"], ["line"], 3.0, "bar on its track"),
]


def read_schemes(css: str) -> dict[str, dict[str, str]]:
    """Colours by scheme; dark holds the light ones with its own laid over them."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    light = re.search(r"(?:^|\})\s*:root\s*\{([^}]*)\}", css)
    dark = re.search(r"prefers-color-scheme:\s*dark\)\s*\{\s*:root\s*\{([^}]*)\}", css)
    if not light or not dark:
        sys.exit("tokens.css: expected one :root block for light and one for dark")
    colours = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\s*;", m.group(1))) for m in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def main() -> int:
    default = Path(__file__).resolve().parent.parent / "assets" / "css" / "tokens.css"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    schemes = read_schemes(path.read_text(encoding="utf-8"))
    checked, short = 0, []
    for scheme in SCHEMES:
        colours = schemes[scheme]
        for foregrounds, backgrounds, least, purpose in RULES:
            for front in foregrounds:
                for back in backgrounds:
                    missing = [name for name in (front, back) if name not in colours]
                    if missing:
                        short.append(f"{scheme}: --{missing[0]} is not set as #rrggbb")
                        continue
                    checked += 1
                    ratio = contrast(colours[front], colours[back])
                    if ratio < least:
                        short.append(
                            f"{scheme}: --{front} on --{back} has {ratio:.2f}:1, needs {least:g}:1 ({purpose})"
                        )
    for line in short:
        print(line)
    print(f"{path.name}: {checked} pairs checked, {len(short)} fall short")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
