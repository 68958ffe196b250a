#!/usr/bin/env python3
"""Checks a plan of `dorfnetz match plan` from its files alone: hard rules, worth, bound and reasons.

    tools/check_plan.py PROBLEM PLAN [CERTIFICATE]

It shares no code with the planner; docs/matching.md has the mathematics. Without arguments it checks the example that is
printed there. Ends with 1 if something is not as the files say, and names it.
"""

import json
import math
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

EXAMPLE = [Path(__file__).resolve().parent.parent / "docs" / "matching" / f"example-{name}.json"
           for name in ("problem", "plan", "certificate")]
DEFAULTS = {"needed": 3000, "load_step": 40, "load_most": 600, "village_step": 0, "keep": 200,
            "travel_minutes": 15, "travel_speed": 50}
OBSTACLES = ("busy", "way", "rest", "most_shifts", "most_minutes", "cost")


class Wrong(Exception):
    """A file that says nothing that could be checked."""


def once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Wrong("an object has a field twice")
    return found


def load(path, form):
    def refuse(word):
        raise Wrong(f"{word} is no number")

    try:
        data = json.loads(Path(path).read_bytes(), object_pairs_hook=once, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Wrong(f"{path}: no JSON ({error})") from error
    if not isinstance(data, dict) or data.get("format") != form:
        raise Wrong(f"{path}: not {form}")
    return data


def minute(text):
    return int(datetime.fromisoformat(text).timestamp()) // 60


class Problem:
    def __init__(self, data):
        self.rules = DEFAULTS | data.get("rules", {})
        self.places = {place["id"]: (place["east"], place["north"]) for place in data["places"]}
        self.shifts = {shift["id"]: shift | {"begin": minute(shift["begin"]), "end": minute(shift["end"])}
                       for shift in data["shifts"]}
        self.people = {person["id"]: person for person in data["volunteers"]}
        self.choices = {(name, choice["shift"]): choice
                        for name, person in self.people.items() for choice in person["choices"]}
        self.wishes = [(wish["volunteer"], wish["with"], wish["points"]) for wish in data.get("together", [])]
        needed = sum(shift["least"] for shift in self.shifts.values())
        people = Counter(person["village"] for person in self.people.values())
        everybody = max(1, len(self.people))
        self.share = {village: -(-needed * people[village] // everybody) for village in data["villages"]}
        self.promised = [pair for pair, choice in self.choices.items() if choice.get("standing") == "promised"]
        self.periods = [minute(period["begin"]) for period in data.get("periods", [])]
        if self.periods != sorted(self.periods):
            raise Wrong("a period begins before the one that comes before it")
        self.ways = {}

    def way(self, one, other):
        if one == other:
            return 0
        if (one, other) not in self.ways:
            (a, b), (c, d) = self.places[one], self.places[other]
            minutes = math.hypot(a - c, b - d) * 60 / self.rules["travel_speed"]
            self.ways[one, other] = self.rules["travel_minutes"] + math.ceil(minutes - 1e-6)
        return self.ways[one, other]

    def lacking(self, one, other, rest):
        """Minutes by which two shifts are too close, positive if they are; None if they overlap."""
        earlier, later = sorted((self.shifts[one], self.shifts[other]), key=lambda shift: (shift["begin"], shift["end"]))
        if earlier["end"] > later["begin"]:
            return None
        return earlier["end"] + max(self.way(earlier["place"], later["place"]), rest) - later["begin"]

    def fit(self, one, other, rest):
        lacking = self.lacking(one, other, rest)
        return lacking is not None and lacking <= 0

    def length(self, shift):
        return self.shifts[shift]["end"] - self.shifts[shift]["begin"]

    def period(self, shift):
        """In which minutes are counted: that in which it begins."""
        return bisect_right(self.periods, self.shifts[shift]["begin"])

    def minutes(self, shifts):
        """Of these shifts, by period."""
        spent = Counter()
        for shift in shifts:
            spent[self.period(shift)] += self.length(shift)
        return spent

    def load_cost(self, before):
        """Of a shift for somebody who has that many already."""
        return min(self.rules["load_most"], self.rules["load_step"] * before * before)

    def liking(self, pair):
        choice = self.choices[pair]
        return choice["liking"] + (self.rules["keep"] if choice.get("standing") == "proposed" else 0)

    def value(self, pairs):
        """What a plan is worth, and the part of it that comes from needed places."""
        taken = set(pairs)
        of_person = Counter(name for name, _ in taken)
        in_shift = Counter(shift for _, shift in taken)
        of_village = Counter(self.people[name]["village"] for name, _ in taken)
        needed = sum(self.rules["needed"] * min(in_shift[name], shift["least"]) for name, shift in self.shifts.items())
        value = needed + sum(map(self.liking, taken))
        value -= sum(self.load_cost(before) for count in of_person.values() for before in range(1, count))
        value -= sum(self.rules["village_step"] * max(0, count - self.share[village])
                     for village, count in of_village.items())
        shifts_of = defaultdict(set)
        for name, shift in taken:
            shifts_of[name].add(shift)
        value += sum(points * len(shifts_of[one] & shifts_of[other]) for one, other, points in self.wishes)
        return value, needed


def broken_rules(problem, pairs):
    """Hard rules; promises among each other are not the plan's fault."""
    promised = set(problem.promised)
    taken = set(pairs)
    if len(taken) < len(pairs):
        yield "somebody is in the same shift twice"
    for name, shift in promised - taken:
        yield f"{name} had promised {shift}"
    promised_in = Counter(shift for _, shift in promised)
    for shift, count in Counter(shift for _, shift in taken).items():
        if count > max(problem.shifts[shift]["most"], promised_in[shift]):
            yield f"{shift} has more people than places"
    shifts_of = defaultdict(list)
    for name, shift in taken:
        shifts_of[name].append(shift)
    for name, mine in shifts_of.items():
        person = problem.people[name]
        own = [shift for shift in mine if (name, shift) not in promised]
        if own and len(mine) > person["most_shifts"]:
            yield f"{name} has too many shifts"
        most = person.get("most_minutes", 0)
        minutes = problem.minutes(mine)
        if most and any(minutes[problem.period(shift)] > most for shift in own):
            yield f"{name} has too many hours"
        for shift in own:
            for other in mine:
                if other != shift and not problem.fit(shift, other, person.get("rest_minutes", 0)):
                    yield f"{name} cannot do {shift} and {other}"


def best_chain(problem, person, had, room, minutes, worth):
    """The most that shifts of these worths (in parts of a point) bring one volunteer, load included.

    Dynamic programming over the shifts in the order in which they end; `minutes` are those left in each period, None
    without a limit.
    """
    rest = person.get("rest_minutes", 0)
    order = sorted((shift for shift in worth if worth[shift] > 0), key=lambda name: (problem.shifts[name]["end"], name))
    if not order:
        return 0
    ends = [problem.shifts[name]["end"] for name in order]
    lengths = [problem.length(name) for name in order]
    periods = [problem.period(name) for name in order]
    if minutes is not None and all(sum(sorted(length for length, its in zip(lengths, periods) if its == period)[-room:])
                                   <= minutes(period) for period in set(periods)):
        minutes = None
    unit = problem.unit
    cost = [problem.load_cost(had + taken) * unit for taken in range(room)]
    # Beyond this every shift is far enough, wherever it is.
    farthest = max(rest, problem.longest_way)
    ending = []  # of each shift: state -> worth of the best chain that ends with it
    before = [{(0, 0, 0): 0}]  # of the first i shifts: (count, period, minutes in it) -> best
    best = 0
    for i, name in enumerate(order):
        begin = problem.shifts[name]["begin"]
        far = bisect_right(ends, begin - farthest, 0, i)
        sources = [before[far]]
        for j in range(far, bisect_right(ends, begin, 0, i)):
            if problem.fit(order[j], name, rest):
                sources.append(ending[j])
        mine = {}
        for source in sources:
            for (count, period, spent), value in source.items():
                if period != periods[i]:
                    spent = 0
                state = (count + 1, 0, 0) if minutes is None else (count + 1, periods[i], spent + lengths[i])
                if state[0] > room or (minutes is not None and state[2] > minutes(periods[i])):
                    continue
                value += worth[name] - cost[count]
                if value > mine.get(state, -math.inf):
                    mine[state] = value
        ending.append(mine)
        merged = dict(before[-1])
        for state, value in mine.items():
            if value > merged.get(state, -math.inf):
                merged[state] = value
            best = max(best, value)
        before.append(merged)
    return best


def bound_of(problem, certificate):
    """What no plan can beat, in points, from the prices alone."""
    problem.unit = unit = certificate["price_unit"]
    prices, village_prices = certificate["shift_prices"], certificate["village_prices"]
    if unit != 16 or set(prices) != set(problem.shifts) or set(village_prices) != set(problem.share):
        raise Wrong("the certificate does not have one price for each shift and village")
    if any(type(price) is not int for price in [*prices.values(), *village_prices.values()]):
        raise Wrong("a price is no whole number")
    if any(not 0 <= price <= problem.rules["village_step"] * unit for price in village_prices.values()):
        raise Wrong("the price of a village is below 0 or above village_step")
    # From corner to corner: no way is longer.
    used = [problem.places[shift["place"]] for shift in problem.shifts.values()] or [(0, 0)]
    width, height = (max(place[i] for place in used) - min(place[i] for place in used) for i in (0, 1))
    problem.longest_way = problem.rules["travel_minutes"] + math.ceil(
        math.hypot(width, height) * 60 / problem.rules["travel_speed"])

    promised = set(problem.promised)
    promised_in = Counter(shift for _, shift in promised)
    promised_of = defaultdict(list)
    for name, shift in promised:
        promised_of[name].append(shift)
    promised_from = Counter(problem.people[name]["village"] for name, _ in promised)
    left = {name: max(0, shift["most"] - promised_in[name]) for name, shift in problem.shifts.items()}

    # Who may still take what, and what it is worth to them, in half points.
    worth = defaultdict(dict)
    for (name, shift), _ in problem.choices.items():
        person, mine = problem.people[name], promised_of[name]
        room = person["most_shifts"] - len(mine)
        if (name, shift) in promised or room <= 0 or left[shift] == 0:
            continue
        most = person.get("most_minutes", 0)
        if most and problem.length(shift) > most - problem.minutes(mine)[problem.period(shift)]:
            continue
        if all(problem.fit(shift, other, person.get("rest_minutes", 0)) for other in mine):
            worth[name][shift] = 2 * problem.liking((name, shift))
    for one, other, points in problem.wishes:
        for shift in worth[one].keys() & worth[other].keys():
            worth[one][shift] += points
            worth[other][shift] += points
        for who, friend in ((one, other), (other, one)):
            for shift in promised_of[friend]:
                if shift in worth[who]:
                    worth[who][shift] += 2 * points

    total = 0
    for name, shift in problem.shifts.items():
        price = prices[name]
        needed = min(max(0, shift["least"] - promised_in[name]), left[name])
        total += needed * max(0, problem.rules["needed"] * unit + price) + (left[name] - needed) * max(0, price)
    for village, share in problem.share.items():
        total += village_prices[village] * max(0, share - promised_from[village])
    for name, mine in worth.items():
        person, had = problem.people[name], promised_of[name]
        most = person.get("most_minutes", 0)
        spent = problem.minutes(had)
        minutes = (lambda period, most=most, spent=spent: most - spent[period]) if most else None
        priced = {shift: doubled * unit // 2 - prices[shift] - village_prices[person["village"]]
                  for shift, doubled in mine.items()}
        total += best_chain(problem, person, len(had), person["most_shifts"] - len(had), minutes, priced)
    return total // unit + problem.value(promised)[0]


def obstacles(problem, pair, taken, shifts_of, value):
    """Everything that keeps this choice out, as the plan names it; the first counts."""
    name, shift = pair
    person = problem.people[name]
    rest = person.get("rest_minutes", 0)
    between = {"busy": {}, "way": {}, "rest": {}}
    for other in shifts_of[name]:
        lacking = problem.lacking(shift, other, rest)
        if lacking is None:
            between["busy"][other] = None
        elif lacking > 0:
            between["rest" if problem.fit(shift, other, 0) else "way"][other] = lacking
    found = []
    for why, others in between.items():
        if others:
            found.append({"why": why, "shifts": sorted(others)})
            if why != "busy":
                found[-1]["lacking_minutes"] = max(others.values())
    shifts = len(shifts_of[name]) + 1 - person["most_shifts"]
    if shifts > 0:
        found.append({"why": "most_shifts", "lacking_shifts": shifts})
    most = person.get("most_minutes", 0)
    minutes = problem.minutes([*shifts_of[name], shift])[problem.period(shift)] - most
    if most and minutes > 0:
        found.append({"why": "most_minutes", "lacking_minutes": minutes})
    return found or [{"why": "cost", "loss": value - problem.value([*taken, pair])[0]}]


def wrong_reasons(problem, taken, value, told):
    """Whether each open shift is named, with the truth about everybody who could have come."""
    in_shift = Counter(shift for _, shift in taken)
    open_places = {name: shift["least"] - in_shift[name] for name, shift in problem.shifts.items()
                   if in_shift[name] < shift["least"]}
    if {entry["shift"]: entry["open"] for entry in told} != open_places or len(told) != len(open_places):
        yield "the open shifts are others than the plan says"
        return
    shifts_of = defaultdict(list)
    for name, shift in taken:
        shifts_of[name].append(shift)
    others = defaultdict(set)
    for name, shift in problem.choices.keys() - set(taken):
        others[shift].add(name)
    for entry in told:
        shift = entry["shift"]
        counts = Counter(candidate["why"] for candidate in entry["candidates"])
        if sorted(candidate["volunteer"] for candidate in entry["candidates"]) != sorted(others[shift]):
            yield f"{shift}: the candidates are others than the plan says"
        if counts != entry["counts"] or entry["reason"] != (
                "nobody" if not counts else next(iter(counts)) if len(counts) == 1 else "several"):
            yield f"{shift}: its candidates are counted wrongly"
        for candidate in entry["candidates"]:
            pair = (candidate["volunteer"], shift)
            if pair not in problem.choices:
                continue
            found = obstacles(problem, pair, taken, shifts_of, value)
            truth = found[0] | {"volunteer": pair[0], "nothing_else": len(found) == 1}
            said = candidate | ({"shifts": sorted(candidate["shifts"])} if "shifts" in candidate else {})
            if said != truth:
                yield f"{shift}: what is said of {pair[0]} is not true"


def problems(problem, plan, certificate):
    pairs = [(entry["volunteer"], entry["shift"]) for entry in plan["assignments"]]
    unknown = [pair for pair in pairs if pair not in problem.choices]
    if unknown:
        yield from (f"{name} may not take {shift}" for name, shift in unknown)
        return
    yield from broken_rules(problem, pairs)
    value, needed = problem.value(pairs)
    if plan["value"] != value:
        yield f"the plan is worth {value}, not {plan['value']}"
    if plan["needed_value"] != needed:
        yield f"its needed places are worth {needed}, not {plan['needed_value']}"
    bound = plan["bound"]
    if bound < value:
        yield f"the bound {bound} is below the plan, which is worth {value}"
    for name, rest in (("gap", bound), ("preference_gap", bound - needed)):
        if abs(plan[name] - ((bound - value) / rest if rest > 0 else 0)) > 1e-9:
            yield f"the {name} is another than {plan[name]}"
    if value == bound and not plan["best"]:
        yield "the plan is the best one and does not say so"
    yield from wrong_reasons(problem, pairs, value, plan["unfilled"])
    if certificate:
        proved = bound_of(problem, certificate)
        for name, said in (("plan", bound), ("certificate", certificate["bound"])):
            if said != proved:
                yield f"the prices prove that no plan is worth more than {proved}; the {name} says {said}"


def main(arguments):
    files = arguments or EXAMPLE
    if not 2 <= len(files) <= 3:
        print(__doc__.strip())
        return 1
    try:
        problem = Problem(load(files[0], "dorfnetz-plan-problem/1"))
        plan = load(files[1], "dorfnetz-plan/1")
        certificate = load(files[2], "dorfnetz-plan-certificate/1") if len(files) == 3 else None
        found = list(problems(problem, plan, certificate))
    except Wrong as error:
        found = [str(error)]
    except (KeyError, TypeError, AttributeError, ValueError, OSError) as error:
        found = [f"a file has not the form of docs/matching/*.schema.json ({type(error).__name__}: {error})"]
    for line in found:
        print(line)
    if not found:
        print(f"right: worth {plan['value']} of at most {plan['bound']}" + ("" if certificate else ", which was not checked"))
        if plan["best"] and plan["value"] < plan["bound"]:
            print("that it is the best was found by searching; the prices do not show it")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
