#!/usr/bin/env python3
"""How long it takes to hand 10,000 mails to a mail server, and what that does to everybody who reads pages meanwhile.

The mail server is Postfix's smtp-sink (package postfix; nothing of it needs to run), which takes what it gets and ends after as many
mails, so their number is its word and not ours. The program is told to keep no pace (per_minute = 0) and to use four connections. Two
people read thirty pages a second each, cached ones and such as are made anew, first alone and then while the mails go.

    bench/mails.py BUILD_FOLDER [--mails N] [--urgency may_be_lost|must_arrive] [--connections N] [--rounds N]
"""
import argparse
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid

from pages import fetch, free_port, memory_mb, wait_until_ready
from sign_ins import percentile, read_pages


def start_sink(port, mails):
    sink = shutil.which("smtp-sink", path=os.environ["PATH"] + ":/usr/sbin")
    if not sink:
        sys.exit("smtp-sink is missing; ./dev bench installs it (package postfix)")
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    return subprocess.Popen([sink, *user, "-M", str(mails), f"127.0.0.1:{port}", "100"], stdout=subprocess.DEVNULL)


def put_mails(database, count, urgency):
    with sqlite3.connect(database, timeout=30) as connection:
        network = connection.execute("SELECT id FROM networks").fetchone()[0]
        text = "Hallo Anna,\n\nam Samstag säubern wir den Teich.\n\nHier steht mehr:\nhttps://dorf.example/termine\n\nBis dann!\n"
        connection.executemany(
            "INSERT INTO outbox (network_id, id, purpose, urgency, to_address, to_name, to_host, subject, content, created_at, "
            "next_attempt_at) VALUES (?, ?, 'bench', ?, ?, 'Anna Beispiel', 'dorf.example', 'Der Teich', ?, "
            "'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
            [(network, str(uuid.uuid4()), urgency, f"anna{number}@dorf.example", text) for number in range(count)])


def sent(database):
    with sqlite3.connect(database, timeout=30) as connection:
        return connection.execute("SELECT count(*) FROM outbox WHERE purpose = 'bench' AND state = 'sent'").fetchone()[0]


def wait_for(condition, seconds, what):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f"{what} takes longer than {seconds} seconds")
        time.sleep(0.02)


def one_round(chosen, folder):
    data = folder / "data"
    program = pathlib.Path(chosen.build) / "bin" / "dorfnetz"
    subprocess.run([program, "--data", data, "demo"], check=True, stdout=subprocess.DEVNULL)
    smtp_port, port = free_port(), free_port()
    settings = folder / "dorfnetz.toml"
    settings.write_text(f'listen = "127.0.0.1:{port}"\ndata = "{data}"\n[mail]\nhost = "127.0.0.1"\nport = {smtp_port}\n'
                        f'encryption = "none"\nper_minute = 0\nconnections = {chosen.connections}\n')
    sink = start_sink(smtp_port, chosen.mails)
    server = subprocess.Popen([program, "serve", "--config", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, server)
        village = re.search(rb'href="(/doerfer/[^"/?]+)"', fetch(address, "/doerfer")[0])[1].decode()
        read_pages(port, village, 2)
        alone = read_pages(port, village, chosen.seconds)
        put_mails(data / "dorfnetz.db", chosen.mails, chosen.urgency)
        wait_for(lambda: sent(data / "dorfnetz.db") > 0, 30, "the first mail")
        begin = time.perf_counter()
        took = []

        def watch():
            sink.wait()
            took.append(time.perf_counter() - begin)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        meanwhile = {"cached": [], "anew": []}
        while watcher.is_alive():
            for kind, times in read_pages(port, village, 1).items():
                meanwhile[kind] += times
        wait_for(lambda: sent(data / "dorfnetz.db") == chosen.mails, 30, "marking what was sent")
        return took[0], alone, meanwhile, memory_mb(server)
    finally:
        for process in (server, sink):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("build")
    options.add_argument("--mails", type=int, default=10_000)
    options.add_argument("--urgency", choices=["may_be_lost", "must_arrive"], default="may_be_lost")
    options.add_argument("--connections", type=int, default=4)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=15)
    chosen = options.parse_args()
    rows = []
    for _ in range(chosen.rounds):
        with tempfile.TemporaryDirectory(prefix="dorfnetz-bench-") as name:
            rows.append(one_round(chosen, pathlib.Path(name)))
    seconds = [row[0] for row in rows]
    print(f"{chosen.mails} mails ({chosen.urgency}), {chosen.connections} connections: "
          + ", ".join(f"{each:.1f} s" for each in seconds) + f"; median {statistics.median(seconds):.1f} s (goal 60)")
    for kind in ("cached", "anew"):
        before = statistics.median(percentile(row[1][kind], 0.99) for row in rows)
        during = statistics.median(percentile(row[2][kind], 0.99) for row in rows)
        print(f"{kind:<7} p99 {before:.1f} ms alone, {during:.1f} ms meanwhile: {during / before:.2f} (goal 2)")
    print(f"memory at the end: {max(row[3] for row in rows):.0f} MB")


if __name__ == "__main__":
    main()
