#!/usr/bin/env python3
"""What goes in and comes out of `dorfnetz match plan` and `rank` is what docs/matching/*.schema.json says; an independent validator
(python3-jsonschema) judges.

    schemas_test.py PROGRAM
"""

import copy
import json
import subprocess
import sys
import tempfile
import unittest

import jsonschema

from regions import ROOT, planned, ranked, region, register

PROGRAM = sys.argv[1]
PLANS = ("problem", "plan", "certificate")
RANKINGS = ("rank-problem", "rank")
NAMES = PLANS + RANKINGS
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
                for name, path in zip(PLANS, planned(PROGRAM, folder, region(
                        seed, 20, 25, needed=(3000, 100)[seed % 3 == 0], village_step=seed % 2 * 30), "--seconds", "0.2")):
                    with self.subTest(seed=seed, name=name):
                        VALIDATORS[name].validate(read(path))
                for options in ((), ("--why",)):
                    for name, path in zip(RANKINGS, ranked(PROGRAM, folder, register(seed, 60, 8), *options)):
                        with self.subTest(seed=seed, name=name, options=options):
                            VALIDATORS[name].validate(read(path))

    def test_refuse_what_the_program_refuses(self):
        self.refuse("problem", planned, (
            lambda p: p.update(color=1), lambda p: p.pop("places"), lambda p: p["rules"].update(needed=-1),
            lambda p: p["rules"].update(keep=1.5), lambda p: p["shifts"][0].update(begin="2027-06-19T08:00"),
            lambda p: p["shifts"][0].update(most=10001), lambda p: p["volunteers"][0].update(id=""),
            lambda p: p["volunteers"][0]["choices"][0].update(standing="maybe"),
            lambda p: p["rules"].update(travel_speed=0), lambda p: p["places"][0].update(east=1e300)))

    def test_refuse_what_the_program_refuses_to_rank(self):
        self.refuse("rank-problem", ranked, (
            lambda p: p.update(rules={}), lambda p: p.update(format="dorfnetz-plan-problem/1"), lambda p: p.pop("needs"),
            lambda p: p["weights"].update(nearness=1), lambda p: p["weights"].update(field=1_000_001),
            lambda p: p["weights"].update(asked=-1.5), lambda p: p["weights"].update(near_km=-1),
            lambda p: p["weights"].update(lately_days=-1), lambda p: p["places"][0].update(east=1e300),
            lambda p: p["candidates"][0].pop("id"), lambda p: p["candidates"][0].update(id=""),
            lambda p: p["candidates"][0].update(asker=["x"]), lambda p: p["candidates"][0].update(full=1),
            lambda p: p["candidates"][0].update(radius_km=0), lambda p: p["candidates"][0].update(radius_km=6554),
            lambda p: p["candidates"][0].pop("home"), lambda p: p["candidates"][0].update(mobile_km=256),
            lambda p: p["candidates"][0].update(mobile_km=0), lambda p: p["candidates"][0].update(fields=["a", "a"]),
            lambda p: p["candidates"][0].update(fields=[""]), lambda p: p["candidates"][0].update(helps_in="Oberdorf"),
            lambda p: p["candidates"][0].update(skills=[str(i) for i in range(1001)]),
            lambda p: p["candidates"][0].update(birth_year=0), lambda p: p["candidates"][0].update(asked=256),
            lambda p: p["candidates"][0].update(was_there=-1), lambda p: p["candidates"][0].update(last_asked="1.5.2027"),
            lambda p: p["candidates"][3]["engagements"][0].pop("end"),
            lambda p: p["candidates"][3]["engagements"][0].update(begin="2027-06-19T08:00"),
            lambda p: p["needs"][0].pop("today"), lambda p: p["needs"][0].pop("begin"), lambda p: p["needs"][0].pop("end"),
            lambda p: p["needs"][0].update(asker=[]), lambda p: p["needs"][0].update(most=-1),
            lambda p: p["needs"][0].update(born_by=10_000), lambda p: p["needs"][0].update(travel_speed=0),
            lambda p: p["needs"][0].update(asked_already=["Ada Anders", "Ada Anders"]), lambda p: p["needs"][1].pop("place")))

    def test_leave_to_the_program_what_a_schema_cannot_say(self):
        self.refuse("rank-problem", ranked, (
            lambda p: p["candidates"].append(p["candidates"][0]), lambda p: p["needs"].append(p["needs"][0]),
            lambda p: p["needs"][0].update(place="moon"), lambda p: p["needs"][0].update(asked_already=["Nobody"]),
            lambda p: p["needs"][0].update(end=p["needs"][0]["begin"]), lambda p: p["needs"][0].update(today="2027-02-29"),
            lambda p: p["candidates"][0].update(fields=[str(i) for i in range(65)])), valid=True)

    def refuse(self, name, run, changes, valid=False):
        """Each change of the example is refused by the program, and by the schema unless it is valid there."""
        example = read(FOLDER / f"example-{name}.json")
        for number, change in enumerate(changes):
            with self.subTest(name=name, number=number):
                other = copy.deepcopy(example)
                change(other)
                self.assertEqual(VALIDATORS[name].is_valid(other), valid)
                with tempfile.TemporaryDirectory() as folder, self.assertRaises(subprocess.CalledProcessError) as refused:
                    run(PROGRAM, folder, other)
                self.assertEqual(refused.exception.returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
