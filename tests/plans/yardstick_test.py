#!/usr/bin/env python3
"""The planner against a general solver of Debian on the same small problems: the same best worth on every one that the
solver finishes. The model below is made from the problem's file alone and shares no code with the planner.

    yardstick_test.py PROGRAM [--count N] [--seconds N] [--solver cbc|glpsol]
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from regions import ROOT, checked, planned, region

sys.path.insert(0, str(ROOT / "tools"))
from check_plan import Problem  # noqa: E402  for reading the file; the rules are written anew below


class Model:
    """A mixed integer program in the LP format that CBC and GLPK read."""

    def __init__(self):
        self.aims, self.rows, self.bounds, self.whole = [], [], [], []

    def variable(self, worth, most=None, whole=False):
        name = f"x{len(self.bounds)}"
        if worth:
            self.aims.append((worth, name))
        self.bounds.append((name, most))
        if whole:
            self.whole.append(name)
        return name

    def row(self, terms, sign, limit):
        if terms:
            self.rows.append((list(terms), sign, limit))

    def text(self):
        def line(terms):
            return "\n ".join(f"{'+' if factor >= 0 else '-'} {abs(factor)} {name}" for factor, name in terms)

        parts = ["Maximize", " worth: " + (line(self.aims) or "0 x0"), "Subject To"]
        parts += [f" r{i}: {line(terms)} {sign} {limit}" for i, (terms, sign, limit) in enumerate(self.rows)]
        parts += ["Bounds"] + [f" 0 <= {name}" + (f" <= {most}" if most is not None else "") for name, most in self.bounds]
        if self.whole:
            parts += ["Generals", " " + "\n ".join(self.whole)]
        return "\n".join([*parts, "End", ""])


def clashing_groups(problem, rest, shifts):
    """Groups of shifts of which one person can do only one, so that every clash is in one of them."""
    order = sorted(shifts, key=lambda name: (problem.shifts[name]["begin"], name))
    clashes = {(one, other) for i, one in enumerate(order) for other in order[i + 1:] if not problem.fit(one, other, rest)}
    while clashes:
        one, other = min(clashes, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))
        group = [one, other]
        for third in order:
            if third not in group and all(not problem.fit(member, third, rest) for member in group):
                group.append(third)
        yield group
        clashes -= {(a, b) for a in group for b in group}


def model_of(problem):
    rules, model = problem.rules, Model()
    takes = {pair: model.variable(problem.liking(pair), 1, whole=True) for pair in problem.choices}
    promised = set(problem.promised)
    for pair in promised:
        model.row([(1, takes[pair])], ">=", 1)
    of_person, of_shift, of_village = defaultdict(list), defaultdict(list), defaultdict(list)
    for (name, shift), variable in takes.items():
        of_person[name].append((shift, variable))
        of_shift[shift].append(variable)
        of_village[problem.people[name]["village"]].append(variable)
    for name, shift in problem.shifts.items():
        people = [(1, variable) for variable in of_shift[name]]
        had = sum(pair[1] == name for pair in promised)
        model.row(people, "<=", max(shift["most"], had))
        needed = model.variable(rules["needed"], shift["least"])
        model.row([(1, needed), *((-1, variable) for _, variable in people)], "<=", 0)
    for name, mine in of_person.items():
        person = problem.people[name]
        had = [shift for shift, _ in mine if (name, shift) in promised]
        minutes = person.get("most_minutes", 0)
        rest = person.get("rest_minutes", 0)
        spent = problem.minutes(had)
        everything = [(1, variable) for _, variable in mine]
        model.row(everything, "<=", max(person["most_shifts"], len(had)))
        for period in {problem.period(shift) for shift, _ in mine} if minutes else ():
            model.row([(problem.length(shift), variable) for shift, variable in mine if problem.period(shift) == period],
                      "<=", max(minutes, spent[period]))
        loads = [(-1, model.variable(-min(rules["load_most"], rules["load_step"] * n * n), 1)) for n in range(len(mine))]
        model.row([*everything, *loads], "<=", 0)
        variable_of = dict(mine)
        for shift, variable in mine:
            if (name, shift) not in promised and any(not problem.fit(shift, other, rest) for other in had):
                model.row([(1, variable)], "<=", 0)
        for group in clashing_groups(problem, rest, [shift for shift, _ in mine if (name, shift) not in promised]):
            model.row([(1, variable_of[shift]) for shift in group], "<=", 1)
    if rules["village_step"]:
        for village, everybody in of_village.items():
            beyond = model.variable(-rules["village_step"])
            model.row([(1, beyond), *((-1, variable) for variable in everybody)], ">=", -problem.share[village])
            # as: beyond >= taken - share
    for one, other, points in problem.wishes:
        for shift in problem.shifts:
            if (one, shift) in takes and (other, shift) in takes:
                both = model.variable(points, 1)
                model.row([(1, both), (-1, takes[one, shift])], "<=", 0)
                model.row([(1, both), (-1, takes[other, shift])], "<=", 0)
    return model.text()


def solved(solver, text, folder, seconds):
    """The best worth there is, or None if the solver did not finish."""
    path, out = Path(folder) / "model.lp", Path(folder) / "solution"
    path.write_text(text, encoding="utf-8")
    if solver == "cbc":
        subprocess.run(["cbc", path, "-seconds", str(seconds), "-ratioGap", "0", "-allowableGap", "0", "-solve", "-solution", out],
                       check=True, stdout=subprocess.DEVNULL)
        head = out.read_text(encoding="utf-8").splitlines()[0]
        if not head.startswith("Optimal"):
            return None
        return abs(round(float(head.split()[-1])))
    subprocess.run(["glpsol", "--lp", path, "--tmlim", str(seconds), "-o", out], check=True, stdout=subprocess.DEVNULL)
    lines = out.read_text(encoding="utf-8").splitlines()
    if not any(line.startswith("Status:") and "INTEGER OPTIMAL" in line for line in lines):
        return None
    return round(float(next(line for line in lines if line.startswith("Objective:")).split()[3]))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--count", type=int, default=20)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seconds", type=int, default=60, help="for the solver, each problem")
    options.add_argument("--solver", choices=("cbc", "glpsol"), default="cbc")
    options.add_argument("--verbose", action="store_true")
    arguments = options.parse_args()
    finished = equal = proved = 0
    took = {"planner": 0.0, arguments.solver: 0.0}
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(arguments.first, arguments.first + arguments.count):
            people, shifts = 8 + seed * 7 % 53, 10 + seed * 11 % 111  # up to 60 and 120
            told = region(seed, people, shifts, days=1 + seed % 4, density=(0.1, 0.2, 0.35)[seed % 3], wishes=seed % 4,
                          limits=seed % 2 == 0, village_step=30 * (seed % 5 == 0), needed=(3000, 120)[seed % 7 == 0])
            begun = time.monotonic()
            paths = planned(arguments.program, folder, told, "--gap", "0", "--seconds", "30")
            took["planner"] += (mine := time.monotonic() - begun)
            plan = json.loads(paths[1].read_text(encoding="utf-8"))
            code, words = checked(*paths)
            if code:
                wrong.append(f"{seed}: {words}")
            begun = time.monotonic()
            best = solved(arguments.solver, model_of(Problem(told)), folder, arguments.seconds)
            took[arguments.solver] += (theirs := time.monotonic() - begun)
            if arguments.verbose:
                print(f"{seed}: {people} x {shifts}, {sum(len(p['choices']) for p in told['volunteers'])} choices: plan "
                      f"{plan['value']}, bound {plan['bound']}, best {plan['best']}, {mine:.2f} s; solver {best}, {theirs:.2f} s",
                      flush=True)
            proved += plan["best"]
            if best is None:
                continue
            finished += 1
            equal += best == plan["value"]
            if best != plan["value"]:
                wrong.append(f"{seed}: the plan is worth {plan['value']}, the best {best}, the bound is {plan['bound']}")
    print(f"{arguments.count} problems; {arguments.solver} finished {finished} in {took[arguments.solver]:.1f} s; the planner is "
          f"equal in {equal} of them, and knows it of {proved} of all, in {took['planner']:.1f} s")
    print(*wrong, sep="\n")
    return 1 if wrong or finished == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
