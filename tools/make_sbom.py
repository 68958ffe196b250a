#!/usr/bin/env python3
"""Writes what a release consists of as CycloneDX 1.6 (JSON): make_sbom.py BUILD_FOLDER [OUTPUT].

Listed are the two programs, every Debian package whose library they load or whose code is compiled into them, and
what is embedded: typeface, icons, map script, list of common passwords. Packages that only build or test are not. `./dev
package` calls it. The same sources and packages give the same file, so it can be compared.
"""

import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from house import REPOSITORY

PROGRAMS = ("dorfnetz", "dorfnetz-read")
DOCUMENTATION = Path("/usr/share/doc")
# Debian's names of licences that SPDX has under another one (https://spdx.org/licenses/). Others keep their name.
SPDX = {
    "Apache-2.0": "Apache-2.0",
    "Apache-2": "Apache-2.0",
    "BSD-2-clause": "BSD-2-Clause",
    "BSD-3-clause": "BSD-3-Clause",
    "BSL-1.0": "BSL-1.0",
    "Boost-1.0": "BSL-1.0",
    "Expat": "MIT",
    "GPL-2": "GPL-2.0-only",
    "GPL-2+": "GPL-2.0-or-later",
    "GPL-3+": "GPL-3.0-or-later",
    "ISC": "ISC",
    "LGPL-2": "LGPL-2.0-only",
    "LGPL-2+": "LGPL-2.0-or-later",
    "LGPL-2.1": "LGPL-2.1-only",
    "LGPL-2.1+": "LGPL-2.1-or-later",
    "LGPL-3+": "LGPL-3.0-or-later",
    "MIT": "MIT",
    "MPL-1.1": "MPL-1.1",
    "MPL-2.0": "MPL-2.0",
    "PostgreSQL": "PostgreSQL",
    "Zlib": "Zlib",
    "curl": "curl",
    "zlib": "Zlib",
}


@dataclass(order=True)
class Package:
    """A Debian package as dpkg knows it."""

    name: str
    version: str
    architecture: str
    source: str
    source_version: str
    homepage: str = ""
    licences: list[str] = field(default_factory=list)


def output_of(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C"}).stdout


# --- What is linked and compiled in ---


def libraries_of(program: Path) -> list[str]:
    """Paths of the libraries that the program loads, with those that they load."""
    return re.findall(r"=> (/\S+) \(", output_of("ldd", str(program)))


def headers_of(build: Path) -> set[str]:
    """Headers of other people's code that went into the programs, as ninja noted them. Those of tests are left out."""
    build = build.resolve()
    headers: set[str] = set()
    counts = False
    for line in output_of("ninja", "-C", str(build), "-t", "deps").splitlines():
        if line and not line.startswith(" "):
            counts = bool(re.match(r"src/(?!.*CMakeFiles/test_)", line))
        elif counts and (path := os.path.normpath(build / line.strip())).startswith("/usr/include/"):
            headers.add(path)
    return headers


def owners_of(paths: Iterable[str]) -> set[str]:
    """Packages that the files belong to. dpkg knows some under /lib that now lie in /usr/lib."""
    wanted = sorted({name for path in paths for real in (os.path.realpath(path),) for name in (real, real.removeprefix("/usr"))})
    answer = subprocess.run(["dpkg", "-S", *wanted], capture_output=True, text=True, check=False).stdout if wanted else ""
    return {line.partition(": ")[0] for line in answer.splitlines() if not line.startswith("diversion")}


def package_of(name: str) -> Package:
    fields = "${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${Homepage}"
    found = Package(*output_of("dpkg-query", "-W", "-f", fields, name).split("\t"))
    copyright_file = DOCUMENTATION / found.name / "copyright"
    if copyright_file.exists():
        found.licences = licences_in(copyright_file.read_text(encoding="utf-8", errors="replace"))
    return found


def licences_in(text: str) -> list[str]:
    """Names of the licences in a machine-readable copyright file (DEP 5), without those of the packaging."""
    if not re.match(r"\s*Format(-Specification)?:", text):
        return []
    found = set()
    for stanza in re.split(r"\n\s*\n", text):
        files = re.search(r"^Files:\s*(.*(?:\n[ \t].*)*)", stanza, re.M)
        licence = re.search(r"^License:[ \t]*(\S.*)$", stanza, re.M)
        if files and licence and not all(name.startswith("debian/") for name in files[1].split()):
            found.add(licence[1].strip())
    return sorted(found)


def compiled_in(headers: Iterable[str], linked: list[Package]) -> list[Package]:
    """Packages of headers whose code is in the program alone: no library of the same source is loaded."""
    sources = {package.source for package in linked} | {"linux"}  # numbers of the kernel's interface, no code
    return sorted(package for name in owners_of(headers) if (package := package_of(name)).source not in sources)


# --- What is embedded ---


def embedded_files(root: Path) -> list[dict[str, object]]:
    leaflet = package_of("libjs-leaflet")
    parts = [
        ("atkinson-hyperlegible-next", "data", "assets/fonts/*.woff2", "OFL-1.1", "typeface"),
        ("qr", "library", "assets/vendor/qr-*/*.js", "MIT", "reads QR codes in the browser, version 0.7.0"),
        ("dorfnetz-icons", "data", "assets/icons/*.svg", "EUPL-1.2", "icons, drawn for this program"),
        ("common-passwords", "data", "data/common-passwords.txt", "MIT", "passwords that are refused, from zxcvbn-ts and Django"),
        ("german-passwords", "data", "data/german-passwords.txt", "EUPL-1.2", "passwords that are refused, by hand"),
    ]
    components = []
    for name, kind, pattern, licence, what in parts:
        files = sorted(root.glob(pattern))
        component: dict[str, object] = {
            "type": kind,
            "bom-ref": f"embedded:{name}",
            "name": name,
            "description": what,
            "hashes": [{"alg": "SHA-256", "content": hash_of(files)}],
            "properties": [{"name": "dorfnetz:part", "value": "embedded"}],
        }
        if licence:
            component["licenses"] = [{"license": {"id": licence}}]
        components.append(component)
    return [*components, component_of(leaflet, "embedded")]


def hash_of(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


# --- The document ---


def component_of(package: Package, part: str) -> dict[str, object]:
    quoted = package.version.replace("+", "%2B").replace(":", "%3A")
    component: dict[str, object] = {
        "type": "library",
        "bom-ref": f"deb:{package.name}",
        "supplier": {"name": "Debian"},
        "name": package.name,
        "version": package.version,
        "purl": f"pkg:deb/debian/{package.name.replace('+', '%2B')}@{quoted}?arch={package.architecture}",
        "properties": [
            {"name": "dorfnetz:part", "value": part},
            {"name": "debian:source", "value": f"{package.source} {package.source_version}"},
        ],
    }
    if package.licences:
        component["licenses"] = [
            {"license": {"id": SPDX[name]} if name in SPDX else {"name": name}} for name in package.licences
        ]
    if package.homepage:
        component["externalReferences"] = [{"type": "website", "url": package.homepage}]
    return component


def moment_of_sources(root: Path) -> str:
    """When the sources were committed, so that building them again says the same."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        seconds = seconds or output_of("git", "-C", str(root), "log", "-1", "--format=%ct")
    except (OSError, subprocess.CalledProcessError):  # sources without their history
        seconds = str(int((root / "CHANGELOG.md").stat().st_mtime))
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def version_of(root: Path) -> str:
    found = re.search(r"^project\(dorfnetz VERSION ([\d.]+)", (root / "CMakeLists.txt").read_text(encoding="utf-8"), re.M)
    if not found:
        raise SystemExit("make_sbom: CMakeLists.txt names no version")
    return found[1]


def document(version: str, moment: str, programs: dict[str, list[Package]], inside: list[Package],
             embedded: list[dict[str, object]]) -> dict[str, object]:
    """The bill of materials: what each program loads, what is compiled in and what is embedded."""
    loaded = {package.name: package for packages in programs.values() for package in packages}
    components = [component_of(package, "loaded") for _, package in sorted(loaded.items())]
    components += [component_of(package, "compiled in") for package in sorted(inside)]
    components += embedded
    own = {"version": version, "licenses": [{"license": {"id": "EUPL-1.2"}}]}
    main = {"type": "application", "bom-ref": "dorfnetz", "name": "dorfnetz", **own}
    others = [{"type": "application", "bom-ref": name, "name": name, **own} for name in sorted(programs) if name != "dorfnetz"]
    not_loaded = [str(part["bom-ref"]) for part in components if part["bom-ref"] not in {f"deb:{name}" for name in loaded}]
    dependencies = []
    for name, packages in sorted(programs.items()):
        needed = sorted(f"deb:{package.name}" for package in packages)
        if name == "dorfnetz":
            needed = sorted({*needed, *not_loaded, *(str(other["bom-ref"]) for other in others)})
        dependencies.append({"ref": name, "dependsOn": needed})
    made: dict[str, object] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": moment, "lifecycles": [{"phase": "build"}], "component": main},
        "components": [*others, *components],
        "dependencies": dependencies,
    }
    # A number of its own for each content, and no other.
    made["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(made, sort_keys=True)).urn
    return made


def bill_of_materials(build: Path, root: Path = REPOSITORY) -> dict[str, object]:
    programs = {
        name: sorted(map(package_of, owners_of(libraries_of(build / "bin" / name)))) for name in PROGRAMS
    }
    linked = [package for packages in programs.values() for package in packages]
    inside = compiled_in(headers_of(build), linked)
    return document(version_of(root), moment_of_sources(root), programs, inside, embedded_files(root))


def main() -> None:
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    text = json.dumps(bill_of_materials(Path(sys.argv[1])), indent=1, ensure_ascii=False) + "\n"
    if len(sys.argv) == 3:
        Path(sys.argv[2]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
