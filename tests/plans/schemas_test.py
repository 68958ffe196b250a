#!/usr/bin/env python3
"""What goes in and comes out of `dorfnetz match plan` is what docs/matching/*.schema.json says; an independent validator
(python3-jsonschema) judges.

    schemas_test.py PROGRAM
"""

import copy
import json
import sys
import tempfile
import unittest

import jsonschema

from regions import ROOT, planned, region

PROGRAM = sys.argv[1]
NAMES = ("problem", "plan", "certificate")
FOLDER = ROOT / "docs" / "matching"


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


VALIDATORS = {name: jsonschema.Draft7Validator(read(FOLDER / f"{name}.schema.json")) for name in NAMES}


class Schemas(unittest.TestCase):
    def test_are_schemas(self):
        for validator in VALIDATORS.values():
            jsonschema.Draft7Validator.check_schema(validator.schema)

    def test_hold_for_the_example(self):
        for name in NAMES:
            VALIDATORS[name].validate(read(FOLDER / f"example-{name}.json"))

    def test_hold_for_all_that_the_program_reads_and_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            for seed in range(12):
                for name, path in zip(NAMES, planned(PROGRAM, folder, region(
                        seed, 20, 25, needed=(3000, 100)[seed % 3 == 0], village_step=seed % 2 * 30), "--seconds", "0.2")):
                    with self.subTest(seed=seed, name=name):
                        VALIDATORS[name].validate(read(path))

    def test_refuse_what_the_program_refuses(self):
        problem = read(FOLDER / "example-problem.json")
        for change in (lambda p: p.update(color=1), lambda p: p.pop("places"), lambda p: p["rules"].update(needed=-1),
                       lambda p: p["rules"].update(keep=1.5), lambda p: p["shifts"][0].update(begin="2027-06-19T08:00"),
                       lambda p: p["shifts"][0].update(most=10001), lambda p: p["volunteers"][0].update(id=""),
                       lambda p: p["volunteers"][0]["choices"][0].update(standing="maybe"),
                       lambda p: p["rules"].update(travel_speed=0), lambda p: p["places"][0].update(east=1e300)):
            other = copy.deepcopy(problem)
            change(other)
            self.assertFalse(VALIDATORS["problem"].is_valid(other))
            with tempfile.TemporaryDirectory() as folder, self.assertRaises(Exception) as refused:
                planned(PROGRAM, folder, other)
            self.assertEqual(refused.exception.returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
