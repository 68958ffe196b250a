#!/usr/bin/env python3
"""Kills the shipped program again and again while it sends mail to a server on a bad day, and counts what arrived.

    mail_kills.py PROGRAM sqlite|postgresql [--kills N] [--mails N] [--seed N]

The program runs as its own process against hostile_smtp_server.py and gets SIGKILL at random moments; its clock runs fast
(faketime), since a mail that a crash left behind is taken up after ten minutes. Afterwards:

- nothing that may be lost was taken by the server twice;
- what must arrive was taken at least once, and again only if the program could not have heard of it;
- no mail is taken again after the program went on in the same conversation;
- what was taken a second time because of a kill is at most one mail for each kill;
- whatever was not refused has arrived, or is shown as uncertain if it may be lost.
"""

import argparse
import collections
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import uuid

from database import Database

HERE = pathlib.Path(__file__).parent
FASTER = 600  # a second of ours is ten minutes of the program's


def fill(database: Database, count: int) -> None:
    network = database.run("SELECT id FROM networks")[0][0]
    rows = []
    for number in range(count):
        urgency = "must_arrive" if number % 2 else "may_be_lost"
        name = "gone" if number % 20 == 0 else "anna"
        rows.append(f"('{network}', '{uuid.uuid4()}', 'test', '{urgency}', '{name}{number}@dorf.example', 'Anna', 'Probe', "
                    f"'Hallo, das ist Nummer {number}. ' , '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')")
    database.run("INSERT INTO outbox (network_id, id, purpose, urgency, to_address, to_name, subject, content, created_at, "
                 f"next_attempt_at) VALUES {', '.join(rows)}")


class Program:
    def __init__(self, path: str, folder: pathlib.Path, address: str, smtp_port: int) -> None:
        self.path, self.folder = path, folder
        self.settings = folder / "dorfnetz.toml"
        self.settings.write_text(
            f'listen = "unix:{folder}/http"\ndata = "{folder}/data"\ndatabase = "{address}"\n[mail]\nhost = "127.0.0.1"\n'
            f'port = {smtp_port}\nencryption = "none"\nper_minute = 0\nconnections = 3\n', encoding="utf-8")
        self.started = time.time()
        library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        self.environment = os.environ | {"TZ": "UTC", "LD_PRELOAD": str(library), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def command(self, *words: str) -> None:
        subprocess.run([self.path, "--config", str(self.settings), *words], check=True, stdout=subprocess.DEVNULL)

    def start(self) -> subprocess.Popen:
        # By day, and never back: what the program has written stands in its past.
        passed = time.time() - self.started
        begin = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1_800_000_000 + passed * FASTER))
        with open(self.folder / "log", "ab") as log:
            return subprocess.Popen([self.path, "serve", "--config", str(self.settings)], stdout=log, stderr=log,
                                    env=self.environment | {"FAKETIME": f"@{begin} x{FASTER}"})


def unsettled(database: Database) -> int:
    return int(database.run("SELECT count(*) FROM outbox WHERE state = 'waiting' OR state = 'sending'")[0][0])


def judge(log: pathlib.Path, database: Database, kills: int) -> list[str]:
    problems = []
    events = collections.defaultdict(list)
    for line in log.read_text(encoding="ascii").splitlines():
        event, message = line.split(" ", 1)
        events[message].append(event)
    by_kill = 0
    for identity, urgency, state, to in database.run("SELECT COALESCE(message_id, ''), urgency, state, to_address FROM outbox"):
        happened = events[identity]
        copies = happened.count("accepted")
        if "heard" in happened and "accepted" in happened[happened.index("heard"):]:
            problems.append(f"{to}: taken again after the program had heard of it: {happened}")
        if urgency == "may_be_lost" and copies > 1:
            problems.append(f"{to}: may be lost and was taken {copies} times")
        unheard = copies - happened.count("heard")
        if copies > 1:
            by_kill += max(0, copies - 1 - happened.count("hung-up"))
            if copies > unheard + 1:
                problems.append(f"{to}: taken {copies} times, and the program heard of it: {happened}")
        if to.startswith("gone"):
            # Killed before the refusal, what may be lost is left alone.
            ends = ("failed",) if urgency == "must_arrive" else ("failed", "uncertain")
            if copies > 0 or state not in ends:
                problems.append(f"{to}: {state} after a refusal")
        elif state == "sent" and copies == 0:
            problems.append(f"{to}: counts as sent and never arrived")
        elif urgency == "must_arrive" and (copies == 0 or state != "sent"):
            problems.append(f"{to}: must arrive, is {state} and was taken {copies} times")
        elif state not in ("sent", "uncertain"):
            problems.append(f"{to}: ended as {state}")
    if by_kill > kills:
        problems.append(f"{by_kill} second copies by {kills} kills")
    states = database.run("SELECT urgency, state, count(*) FROM outbox GROUP BY urgency, state ORDER BY urgency, state")
    print("; ".join(" ".join(row) for row in states), f"; second copies by {kills} kills: {by_kill}", sep="")
    return problems


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program")
    options.add_argument("engine", choices=["sqlite", "postgresql"])
    options.add_argument("--kills", type=int, default=10)
    options.add_argument("--mails", type=int, default=120)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    chosen = options.parse_args()
    print(f"seed {chosen.seed}")
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory(prefix="dorfnetz-kills-") as name:
        folder = pathlib.Path(name)
        log = folder / "smtp.log"
        server = subprocess.Popen(["/usr/bin/python3", HERE / "hostile_smtp_server.py", log, str(chosen.seed)],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        database = Database.make(chosen.engine, folder)
        running = None
        try:
            program = Program(chosen.program, folder, database.address, int(server.stdout.readline()))
            program.command("demo")
            fill(database, chosen.mails)
            kills = 0
            deadline = time.monotonic() + 1000
            while unsettled(database) > 0:
                if time.monotonic() > deadline:
                    sys.exit(f"after 1000 seconds {unsettled(database)} mails wait still")
                running = program.start()
                if kills < chosen.kills:
                    time.sleep(chance.uniform(0.05, 0.9))
                    kills += 1
                else:
                    time.sleep(8)
                running.send_signal(signal.SIGKILL)
                running.wait()
            problems = judge(log, database, kills)
            if problems:
                print((folder / "log").read_text(encoding="utf-8", errors="replace"))
        finally:
            if running and running.poll() is None:
                running.kill()
                running.wait()
            server.stdin.close()
            server.wait()
            database.drop()
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
