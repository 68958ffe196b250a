"""Invented problems for `dorfnetz match plan`; the same seed makes the same one."""

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
    return {"format": "dorfnetz-plan-problem/1", "rules": {"village_step": village_step, "needed": needed},
            "places": places, "villages": villages, "shifts": planned, "volunteers": volunteers, "together": together}


def planned(program, folder, problem, *options):
    """Plans with the shipped program; the paths of problem, plan and certificate."""
    paths = [Path(folder) / f"{name}.json" for name in ("problem", "plan", "certificate")]
    paths[0].write_text(json.dumps(problem), encoding="utf-8")
    subprocess.run([program, "match", "plan", "--in", paths[0], "--out", paths[1], "--certificate", paths[2], *options],
                   check=True, stderr=subprocess.DEVNULL)
    return paths


def checked(*paths):
    """What tools/check_plan.py says: its exit code and its words."""
    done = subprocess.run([sys.executable, ROOT / "tools" / "check_plan.py", *paths], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr
