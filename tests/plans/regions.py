"""Invented problems for `dorfnetz match plan` and `rank`; the same seed makes the same one."""

import json
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def iso(minute):
    """A minute after 2027-06-19T08:00Z, written in one of several zones, all of which mean the same."""
    zone = (0, 120, -210)[minute % 3]
    local = minute + 8 * 60 + zone
    day, sign = 19 + local // 1440, "-" if zone < 0 else "+"
    clock = f"2027-06-{day:02}T{local % 1440 // 60:02}:{local % 60:02}"
    return clock + ("Z" if zone == 0 else f"{sign}{abs(zone) // 60:02}:{abs(zone) % 60:02}")


def region(seed, people, shifts, days=3, density=0.25, promised=0.03, wishes=3, limits=True, village_step=0, needed=3000):
    """Everything occurs that a problem can have, denser than a real one."""
    chance = random.Random(seed)
    below = lambda bound: int(chance.random() * bound)
    villages = [f"Dorf {i}" for i in range(5)]
    places = [{"id": f"p{i}", "east": below(150) / 10, "north": below(150) / 10} for i in range(6)]
    planned = []
    for i in range(shifts):
        begin = below(days) * 1440 + below(24) * 30
        least = below(3)
        planned.append({"id": f"s{i}", "begin": iso(begin), "end": iso(begin + 60 + 30 * below(7)),
                        "place": f"p{below(6)}", "least": least, "most": max(1, least + below(3))})
    volunteers = []
    for i in range(people):
        choices = [{"shift": f"s{s}", "liking": below(600)} for s in range(shifts) if chance.random() < density]
        for choice in choices:
            draw = chance.random()
            if draw < promised:
                choice["standing"] = "promised"
            elif draw < 0.15:
                choice["standing"] = "proposed"
        person = {"id": f"v{i}", "village": villages[below(5) * below(5) // 4], "most_shifts": 1 + below(4), "choices": choices}
        if limits:
            person |= {"most_minutes": below(2) * (240 + 60 * below(5)), "rest_minutes": below(3) * 60}
        volunteers.append(person)
    together = [{"volunteer": f"v{i}", "with": f"v{people - 1 - i}", "points": 40 + below(100)}
                for i in range(min(wishes, people // 2))]
    # Minutes are counted anew in the night after the first day, and again later on.
    periods = [{"begin": iso(1440)}, {"begin": iso(2 * 1440 + 600)}][:(seed + 1) % 3] if limits else []
    return {"format": "dorfnetz-plan-problem/1", "rules": {"village_step": village_step, "needed": needed},
            "places": places, "periods": periods, "villages": villages, "shifts": planned, "volunteers": volunteers, "together": together}


def register(seed, people, needs):
    """Who could be asked and what for, with the gaps that real registers have."""
    chance = random.Random(seed)
    below = lambda bound: int(chance.random() * bound)
    some = lambda words, most: chance.sample(words, below(most + 1))
    places = [{"id": f"p{i}", "east": below(300) / 10, "north": below(300) / 10} for i in range(12)]
    place = lambda: f"p{below(12)}"
    fields, tasks = [f"field {i}" for i in range(8)], [f"task {i}" for i in range(6)]
    times, skills = [f"part {i}" for i in range(5)], [f"word {i}" for i in range(30)]
    askers = ["village office", "club", "neighbour"]

    def span(place_too):
        begin = below(4) * 1440 + below(24) * 30
        return {"begin": iso(begin), "end": iso(begin + 60 + 30 * below(7))} | ({"place": place()} if place_too else {})

    def maybe(percent, **fields):
        return fields if below(100) < percent else {}

    def candidate(i):
        one = {"id": f"c{i}"} | maybe(90, home=place())
        if "home" in one:
            one |= maybe(70, radius_km=1 + below(200) / 10)
        return (one | maybe(5, everywhere=True) | maybe(20, helps_in=sorted({place(), place()})) | maybe(40, mobile_km=1 + below(40))
                | maybe(80, fields=some(fields, 4)) | maybe(70, tasks=some(tasks, 3)) | maybe(60, times=some(times, 5))
                | maybe(40, proofs=some(["first aid", "licence"], 2)) | maybe(60, languages=some(["de", "pl", "uk"], 2))
                | maybe(60, asked_by=some(askers, 3)) | maybe(50, skills=some(skills, 4))
                | maybe(30, engagements=[span(below(2)) for _ in range(1 + below(3))]) | maybe(50, birth_year=1940 + below(80))
                | maybe(40, last_asked=f"2027-0{1 + below(5)}-1{below(10)}") | maybe(10, not_before=f"2027-06-1{below(10)}")
                | maybe(5, full=True) | maybe(40, asked=below(8)) | maybe(30, promised=below(8)) | maybe(40, was_there=below(6))
                | maybe(20, stayed_away=below(3)))

    def need(i):
        one = {"id": f"n{i}", "today": f"2027-06-{10 + below(9)}"} | maybe(90, place=place())
        if "place" in one:
            one |= maybe(20, within_km=5 + below(20))
        return (one | maybe(80, fields=some(fields, 2)) | maybe(40, related_fields=some(fields, 3)) | maybe(60, tasks=some(tasks, 2))
                | maybe(50, times=some(times, 2)) | (span(False) if below(2) else {}) | maybe(20, proofs=some(["first aid"], 1))
                | maybe(30, languages=["pl"]) | maybe(40, skills=some(skills, 8)) | maybe(30, born_by=2009)
                | maybe(50, asker=[askers[below(3)]]) | maybe(50, most=below(30))
                | maybe(30, asked_already=sorted({f"c{below(people)}", f"c{below(people)}"}))
                | maybe(20, travel_minutes=below(60), travel_speed=10 + below(90)))

    return {"format": "dorfnetz-rank-problem/1", "weights": {"language": below(20), "asked": -below(10)}, "places": places,
            "candidates": [candidate(i) for i in range(people)], "needs": [need(i) for i in range(needs)]}


def planned(program, folder, problem, *options):
    """Plans with the shipped program; the paths of problem, plan and certificate."""
    paths = [Path(folder) / f"{name}.json" for name in ("problem", "plan", "certificate")]
    paths[0].write_text(json.dumps(problem), encoding="utf-8")
    subprocess.run([program, "match", "plan", "--in", paths[0], "--out", paths[1], "--certificate", paths[2], *options],
                   check=True, stderr=subprocess.DEVNULL)
    return paths


def ranked(program, folder, problem, *options):
    """Paths of the problem and of the ranking the program makes for it."""
    paths = [Path(folder) / f"{name}.json" for name in ("problem", "ranking")]
    paths[0].write_text(json.dumps(problem), encoding="utf-8")
    subprocess.run([program, "match", "rank", "--in", paths[0], "--out", paths[1], *options], check=True, stderr=subprocess.DEVNULL)
    return paths


def checked(*paths):
    """What tools/check_plan.py says: its exit code and its words."""
    done = subprocess.run([sys.executable, ROOT / "tools" / "check_plan.py", *paths], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr
