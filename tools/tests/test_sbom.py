#!/usr/bin/env python3
"""What ./dev package says that a release consists of."""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import make_sbom  # noqa: E402
from house import REPOSITORY  # noqa: E402
from make_sbom import Package  # noqa: E402

SQLITE = Package("libsqlite3-0", "3.40.1-2", "amd64", "sqlite3", "3.40.1-2", "https://www.sqlite.org/", ["public-domain"])
STANDARD = Package("libstdc++6", "12.2.0-14+deb12u1", "amd64", "gcc-12", "12.2.0-14+deb12u1", "", ["GPL-3+"])
PICTURES = Package("libvips42", "8.14.1-3", "amd64", "vips", "8.14.1-3", "", ["LGPL-2.1+"])
OPTIONS = Package("libcli11-dev", "2.2.0+ds-2", "amd64", "cli11", "2.2.0+ds-2", "", ["BSD-3-clause"])
COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2001 Somebody
License: Expat

Files: tools/*
 other/*
Copyright: 2002 Somebody
License: BSD-3-clause
 Redistribution and use …

Files: debian/*
Copyright: 2003 Somebody
License: GPL-2+

License: Expat
 Permission is hereby granted …
"""


def made() -> dict[str, object]:
    return make_sbom.document(
        "0.1.0", "2026-11-22T10:00:00Z", {"dorfnetz": [SQLITE, STANDARD], "dorfnetz-read": [PICTURES, STANDARD]}, [OPTIONS],
        [{"type": "data", "bom-ref": "embedded:typeface", "name": "typeface"}],
    )  # fmt: skip


class Document(unittest.TestCase):
    def test_has_what_cyclonedx_asks_for(self) -> None:
        document = made()
        self.assertEqual((document["bomFormat"], document["specVersion"], document["version"]), ("CycloneDX", "1.6", 1))
        self.assertRegex(str(document["serialNumber"]), r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        main = document["metadata"]["component"]  # type: ignore[index]
        self.assertEqual((main["type"], main["name"], main["version"]), ("application", "dorfnetz", "0.1.0"))
        for component in document["components"]:  # type: ignore[attr-defined]
            self.assertTrue({"type", "name", "bom-ref"} <= component.keys(), component)
            self.assertIn(component["type"], ("application", "library", "data"))

    def test_every_reference_leads_somewhere_and_none_stands_twice(self) -> None:
        document = made()
        names = ["dorfnetz", *(part["bom-ref"] for part in document["components"])]  # type: ignore[attr-defined]
        self.assertEqual(len(names), len(set(names)))
        for dependency in document["dependencies"]:  # type: ignore[attr-defined]
            self.assertTrue({dependency["ref"], *dependency["dependsOn"]} <= set(names), dependency)

    def test_says_which_program_loads_what(self) -> None:
        needed = {part["ref"]: part["dependsOn"] for part in made()["dependencies"]}  # type: ignore[attr-defined]
        self.assertEqual(needed["dorfnetz-read"], ["deb:libstdc++6", "deb:libvips42"])
        self.assertNotIn("deb:libvips42", needed["dorfnetz"])
        for part in ("deb:libsqlite3-0", "deb:libcli11-dev", "embedded:typeface", "dorfnetz-read"):
            self.assertIn(part, needed["dorfnetz"])

    def test_the_same_parts_make_the_same_bytes(self) -> None:
        self.assertEqual(json.dumps(made()), json.dumps(made()))

    def test_a_package_has_address_version_and_licence(self) -> None:
        component = make_sbom.component_of(STANDARD, "loaded")
        self.assertEqual(component["purl"], "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=amd64")
        self.assertEqual(component["licenses"], [{"license": {"id": "GPL-3.0-or-later"}}])
        self.assertEqual(make_sbom.component_of(SQLITE, "loaded")["licenses"], [{"license": {"name": "public-domain"}}])


class Licences(unittest.TestCase):
    def test_are_those_of_the_files_and_not_of_the_packaging(self) -> None:
        self.assertEqual(make_sbom.licences_in(COPYRIGHT), ["BSD-3-clause", "Expat"])

    def test_are_none_where_nobody_can_read_them(self) -> None:
        self.assertEqual(make_sbom.licences_in("This package was put together by hand. License: see below"), [])


class Programs(unittest.TestCase):
    def test_libraries_of_a_real_program_and_their_packages_are_found(self) -> None:
        packages = {make_sbom.package_of(name).name for name in make_sbom.owners_of(make_sbom.libraries_of(Path("/bin/ls")))}
        self.assertTrue(any(name.startswith("libc6") for name in packages), packages)

    def test_what_only_builds_or_tests_is_left_out(self) -> None:
        inside = make_sbom.compiled_in(["/usr/include/stdio.h"], [make_sbom.package_of("libc6")])
        self.assertEqual(inside, [])

    def test_the_version_is_that_of_the_build(self) -> None:
        self.assertRegex(make_sbom.version_of(REPOSITORY), r"^\d+\.\d+\.\d+$")


if __name__ == "__main__":
    unittest.main()
