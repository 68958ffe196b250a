#!/usr/bin/env python3
"""Plans of the shipped program hold before a checker that shares no code with it, and tampered ones do not.

    checked_test.py PROGRAM [PEOPLE SHIFTS]      one larger plan besides
"""

import copy
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from regions import ROOT, checked, planned, ranked, region, register

PROGRAM = sys.argv[1]
EXAMPLE = ROOT / "docs" / "matching"


def another(problem, plan):
    """A choice that was not taken."""
    return next(entry for person in problem["volunteers"] for choice in person["choices"]
                if (entry := {"volunteer": person["id"], "shift": choice["shift"]}) not in plan["assignments"])


def explained(plan):
    """An open shift with somebody who could have come."""
    return next(entry for entry in plan["unfilled"] if entry["candidates"])


def promises(problem):
    return [{"volunteer": person["id"], "shift": choice["shift"]} for person in problem["volunteers"]
            for choice in person["choices"] if choice.get("standing") == "promised"]


def clash(problem, plan):
    """A second shift for somebody at the time of one that they have."""
    shifts = {shift["id"]: shift for shift in problem["shifts"]}
    mine = {}
    for entry in plan["assignments"]:
        mine.setdefault(entry["volunteer"], set()).add(entry["shift"])
    for person in problem["volunteers"]:
        for choice in person["choices"]:
            has = mine.get(person["id"], set())
            if choice["shift"] not in has and any(shifts[choice["shift"]]["begin"] == shifts[other]["begin"] for other in has):
                return {"volunteer": person["id"], "shift": choice["shift"]}
    raise AssertionError("no clash can be made")


def add(plan, entry):
    plan["assignments"].append(entry)


def dearer(prices, step):
    """A price that makes the bound another one for certain."""
    name = max(prices, key=prices.get)
    prices[name] += step


# What is done to (problem, plan, certificate), and a part of what the checker must say.
TAMPERINGS = [
    ("a promise is dropped", lambda p, o, c: o["assignments"].remove(promises(p)[0]), "had promised"),
    ("somebody gets two shifts at once", lambda p, o, c: add(o, clash(p, o)), "cannot do"),
    ("somebody gets a shift that is not theirs", lambda p, o, c: add(o, {"volunteer": "v0", "shift": "s999"}), "may not take"),
    ("a shift is taken twice by one", lambda p, o, c: add(o, o["assignments"][0]), "twice"),
    ("one more is there than the worth says", lambda p, o, c: add(o, another(p, o)), "is worth"),
    ("one is left out", lambda p, o, c: o["assignments"].remove(next(e for e in o["assignments"] if e not in promises(p))),
     "is worth"),
    ("a shift gets more people than places", lambda p, o, c: p["shifts"].__setitem__(
        0, p["shifts"][0] | {"least": 0, "most": 0}), "more people than places"),
    ("somebody wanted fewer shifts", lambda p, o, c: [person.__setitem__("most_shifts", 0) for person in p["volunteers"]],
     "too many shifts"),
    ("somebody wanted fewer hours", lambda p, o, c: [person.__setitem__("most_minutes", 1) for person in p["volunteers"]],
     "too many hours"),
    ("hours of different times are counted together", lambda p, o, c: p["periods"].clear(), "too many hours"),
    ("somebody wanted more rest", lambda p, o, c: [person.__setitem__("rest_minutes", 9999) for person in p["volunteers"]],
     "cannot do"),
    ("people are slower", lambda p, o, c: p["rules"].__setitem__("travel_minutes", 9999), "cannot do"),
    ("the worth is higher", lambda p, o, c: o.__setitem__("value", o["value"] + 1), "the plan is worth"),
    ("the needed part is lower", lambda p, o, c: o.__setitem__("needed_value", o["needed_value"] - 3000), "needed places"),
    ("the bound is lower", lambda p, o, c: o.__setitem__("bound", o["bound"] - 1), "the prices prove"),
    ("the bound is the worth", lambda p, o, c: o.__setitem__("bound", o["value"]), "the prices prove"),
    ("both bounds are the worth", lambda p, o, c: (o.__setitem__("bound", o["value"]), c.__setitem__("bound", o["value"])),
     "the prices prove"),
    ("the bound is higher", lambda p, o, c: (o.__setitem__("bound", o["bound"] + 5), c.__setitem__("bound", o["bound"])),
     "the prices prove"),
    ("the gap is smaller", lambda p, o, c: o.__setitem__("gap", o["gap"] / 2), "the gap is another"),
    ("the gap of likings is smaller", lambda p, o, c: o.__setitem__("preference_gap", 0), "the preference_gap is another"),
    ("a price is higher", lambda p, o, c: dearer(c["shift_prices"], 1_000_000), "the prices prove"),
    ("all prices are nothing", lambda p, o, c: c.__setitem__("shift_prices", dict.fromkeys(c["shift_prices"], 0)),
     "the prices prove"),
    ("a price is a fraction", lambda p, o, c: dearer(c["shift_prices"], 0.5), "no whole number"),
    ("a price is missing", lambda p, o, c: c["shift_prices"].popitem(), "one price for each"),
    ("a village pays to come", lambda p, o, c: dearer(c["village_prices"], -10_000), "below 0"),
    ("a village pays more than it can cost", lambda p, o, c: dearer(c["village_prices"], 10_000), "above village_step"),
    ("points are split more finely", lambda p, o, c: c.__setitem__("price_unit", 32), "one price for each"),
    ("an open shift is not told", lambda p, o, c: o["unfilled"].pop(), "open shifts are others"),
    ("fewer places are open", lambda p, o, c: o["unfilled"][0].__setitem__("open", 99), "open shifts are others"),
    ("a candidate is not told", lambda p, o, c: explained(o)["candidates"].pop(),
     "candidates"),
    ("a candidate is said to be free of all else", lambda p, o, c: explained(o)["candidates"][0].__setitem__("nothing_else", "perhaps"), "is not true"),
    ("reasons are counted wrongly", lambda p, o, c: explained(o)["counts"].__setitem__(
        "busy", 77), "counted wrongly"),
    ("the plan is in another form", lambda p, o, c: o.__setitem__("assignments", 3), "has not the form"),
]


class Plans(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def holds(self, problem, *options):
        paths = planned(PROGRAM, self.folder, problem, *options)
        code, words = checked(*paths)
        self.assertEqual(code, 0, words)
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths]

    def test_of_many_kinds_hold(self):
        for seed in range(24):
            with self.subTest(seed=seed):
                self.holds(region(seed, 10 + 3 * seed, 12 + 2 * seed, density=0.15 + seed % 4 / 10, limits=seed % 3 != 0,
                                  village_step=40 * (seed % 2), needed=(3000, 150)[seed % 5 == 0]),
                           "--seconds", "0.3", "--gap", "0")

    def test_of_hundreds_hold(self):
        self.holds(region(1, 400, 300, days=8, density=0.05), "--seconds", "2")

    def test_that_were_tampered_with_do_not(self):
        told = self.holds(region(3, 18, 40, density=0.3, promised=0.04, village_step=30))
        self.assertGreater(told[1]["bound"], told[1]["value"], "with a gap there is more to be wrong about")
        for name, change, words in TAMPERINGS:
            with self.subTest(name):
                files = copy.deepcopy(told)
                change(*files)
                self.assertNotEqual(files, told, "nothing was tampered with")
                paths = [self.folder / f"{i}.json" for i in range(3)]
                for path, content in zip(paths, files):
                    path.write_text(json.dumps(content), encoding="utf-8")
                code, said = checked(*paths)
                self.assertEqual(code, 1, said)
                self.assertIn(words, said)

    def test_in_broken_files_are_refused_plainly(self):
        paths = planned(PROGRAM, self.folder, region(1, 6, 6))
        for content in ("", "[]", "{", '{"format": "dorfnetz-plan/1"}', '{"format": "dorfnetz-plan/1", "value": NaN}',
                        '{"format": "dorfnetz-plan/1", "format": "dorfnetz-plan/1"}', "[" * 100_000):
            paths[1].write_text(content, encoding="utf-8")
            code, said = checked(*paths)
            self.assertEqual(code, 1)
            self.assertNotIn("Traceback", said)


class Command(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_match(self, *arguments, **options):
        return subprocess.run([PROGRAM, "match", *map(str, arguments)], capture_output=True, text=True,
                              cwd=self.folder, timeout=60, **options)

    def run_plan(self, *arguments, **options):
        return self.run_match("plan", *arguments, **options)

    def run_rank(self, *arguments, **options):
        return self.run_match("rank", *arguments, **options)

    def test_needs_no_database_and_leaves_nothing_behind(self):
        done = self.run_plan("--in", EXAMPLE / "example-problem.json", "--out", "plan.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["plan.json"])

    def test_reads_and_writes_pipes(self):
        done = self.run_plan("--in", "-", "--out", "-", input=(EXAMPLE / "example-problem.json").read_text())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["format"], "dorfnetz-plan/1")

    def test_makes_the_example_of_the_documentation(self):
        self.run_plan("--in", EXAMPLE / "example-problem.json", "--out", "plan.json", "--certificate", "certificate.json")
        for name in ("plan", "certificate"):
            self.assertEqual((self.folder / f"{name}.json").read_text(), (EXAMPLE / f"example-{name}.json").read_text())

    def test_ends_with_2_and_the_places_of_faults(self):
        problem = region(1, 3, 3)
        problem["shifts"][1]["end"] = problem["shifts"][1]["begin"]
        problem["volunteers"][2]["mobile"] = "1"
        (self.folder / "in.json").write_text(json.dumps(problem))
        done = self.run_plan("--in", "in.json", "--out", "plan.json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("in.json: /shifts/1: Shift s1 does not end after it begins.", done.stderr)
        self.assertIn("in.json: /volunteers/2/mobile: There is no field of this name.", done.stderr)
        self.assertFalse((self.folder / "plan.json").exists())

    def test_ends_with_1_where_files_cannot_be_read_or_written(self):
        self.assertEqual(self.run_plan("--in", "nothing.json", "--out", "plan.json").returncode, 1)
        self.assertEqual(self.run_plan("--in", ".", "--out", "plan.json").returncode, 1)
        example = EXAMPLE / "example-problem.json"
        self.assertEqual(self.run_plan("--in", example, "--out", "nowhere/plan.json").returncode, 1)
        self.assertNotEqual(self.run_plan("--in", example, "--out", "plan.json", "--gap", "-1").returncode, 0)

    def test_shows_in_a_terminal_how_far_it_is_and_keeps_the_best_plan_when_interrupted(self):
        (self.folder / "in.json").write_text(json.dumps(region(3, 300, 400, days=1, density=0.4)))
        terminal, end = pty.openpty()
        running = subprocess.Popen([PROGRAM, "match", "plan", "--in", "in.json", "--out", "plan.json", "--gap", "0",
                                    "--seconds", "60"], cwd=self.folder, stderr=end)
        os.close(end)
        shown = b""
        while b"of at most" not in shown:
            shown += os.read(terminal, 1000)
        running.send_signal(signal.SIGINT)
        try:
            while chunk := os.read(terminal, 1000):
                shown += chunk
        except OSError:
            pass  # the other end is closed
        os.close(terminal)
        self.assertEqual(running.wait(timeout=60), 3)
        self.assertIn(b"ended before the goal", shown)
        code, words = checked(self.folder / "in.json", self.folder / "plan.json")
        self.assertEqual(code, 0, words)
        self.assertTrue(json.loads((self.folder / "plan.json").read_text())["cut_short"])

    def test_ranks_the_example_of_the_documentation_and_leaves_nothing_else_behind(self):
        done = self.run_rank("--in", EXAMPLE / "example-rank-problem.json", "--out", "ranking.json", "--why")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.folder / "ranking.json").read_text(), (EXAMPLE / "example-rank.json").read_text())
        self.assertEqual([path.name for path in self.folder.iterdir()], ["ranking.json"])

    def test_ranks_from_pipe_to_pipe_and_says_who_is_left_out_only_if_asked(self):
        done = self.run_rank("--in", "-", "--out", "-", input=(EXAMPLE / "example-rank-problem.json").read_text())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(all("why_not" not in need for need in json.loads(done.stdout)["needs"]))

    def test_ranks_the_same_whatever_the_order(self):
        problem = register(5, 300, 12)
        backwards = problem | {name: problem[name][::-1] for name in ("places", "candidates", "needs")}
        self.assertNotEqual(problem, backwards)
        first, second = (ranked(PROGRAM, self.folder, told, "--why")[1].read_bytes() for told in (problem, backwards))
        self.assertEqual(first, second)

    def test_does_not_rank_what_has_faults_or_cannot_be_read_or_written(self):
        problem = register(1, 5, 2)
        problem["needs"][1]["today"] = "tomorrow"
        problem["candidates"][2]["wage"] = 5
        (self.folder / "in.json").write_text(json.dumps(problem))
        done = self.run_rank("--in", "in.json", "--out", "ranking.json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("in.json: /needs/1/today: This must be a day from", done.stderr)
        self.assertIn("in.json: /candidates/2/wage: There is no field of this name.", done.stderr)
        self.assertFalse((self.folder / "ranking.json").exists())
        self.assertEqual(self.run_rank("--in", "nothing.json", "--out", "ranking.json").returncode, 1)
        self.assertEqual(
            self.run_rank("--in", EXAMPLE / "example-rank-problem.json", "--out", "nowhere/ranking.json").returncode, 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
