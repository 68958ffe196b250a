"""Random rules of the kind that people make, and when they take place according to python3-dateutil.

    rules_by_dateutil.py COUNT

One line each: rule | first | from | until | times, separated by spaces, at most 60. Always the same ones.
"""

import random
import sys
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(chance, pool, most):
    return sorted(chance.sample(pool, chance.randint(1, most)))


def random_rule(chance, first):
    frequency = chance.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    if chance.random() < 0.4:
        parts.append(f"INTERVAL={chance.randint(1, 6)}")
    if frequency == "DAILY" and chance.random() < 0.4:
        parts.append("BYDAY=" + ",".join(chance.sample(WEEKDAYS, chance.randint(1, 5))))
    if frequency == "WEEKLY" and chance.random() < 0.7:
        parts.append("BYDAY=" + ",".join(chance.sample(WEEKDAYS, chance.randint(1, 4))))
        if chance.random() < 0.3:
            parts.append("WKST=" + chance.choice(["MO", "SU"]))
    if frequency == "MONTHLY":
        kind = chance.random()
        if kind < 0.4:
            days = [f"{chance.choice([1, 2, 3, 4, -1, -2])}{day}" for day in chance.sample(WEEKDAYS, chance.randint(1, 2))]
            parts.append("BYDAY=" + ",".join(days))
        elif kind < 0.7:
            parts.append("BYMONTHDAY=" + ",".join(map(str, some(chance, [*range(1, 32), -1, -2], 3))))
        elif kind < 0.85:
            parts.append("BYDAY=" + ",".join(WEEKDAYS[:5]))
            parts.append(f"BYSETPOS={chance.choice([1, 2, -1, -2])}")
        if chance.random() < 0.3:
            parts.append("BYMONTH=" + ",".join(map(str, some(chance, range(1, 13), 5))))
    if frequency == "YEARLY" and chance.random() < 0.7:
        parts.append("BYMONTH=" + ",".join(map(str, some(chance, range(1, 13), 3))))
        kind = chance.random()
        if kind < 0.4:
            parts.append(f"BYDAY={chance.choice([1, 2, 3, -1])}{chance.choice(WEEKDAYS)}")
        elif kind < 0.8:
            parts.append("BYMONTHDAY=" + ",".join(map(str, some(chance, range(1, 32), 3))))
    ending = chance.random()
    if ending < 0.25:
        parts.append(f"COUNT={chance.randint(1, 60)}")
    elif ending < 0.5:
        until = first + timedelta(days=chance.randint(0, 4000))
        parts.append(until.strftime("UNTIL=%Y%m%dT%H%M%S"))
    return ";".join(parts)


def main():
    chance = random.Random(20261126)
    for _ in range(int(sys.argv[1])):
        first = datetime(2020, 1, 1) + timedelta(days=chance.randint(0, 4000), minutes=15 * chance.randint(0, 95))
        rule = random_rule(chance, first)
        start = first if chance.random() < 0.5 else first + timedelta(days=chance.randint(1, 500))
        until = start + timedelta(days=chance.randint(30, 2000))
        times = []
        for time in rrulestr(rule, dtstart=first).xafter(start, inc=True):
            if time >= until or len(times) == 60:
                break
            times.append(time.strftime("%Y-%m-%dT%H:%M"))
        written = [time.strftime("%Y-%m-%dT%H:%M") for time in (first, start, until)]
        print(rule, *written, " ".join(times), sep="|")


main()
