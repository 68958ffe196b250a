#!/usr/bin/env python3
"""How long it takes to hand 10,000 mails to a mail server, and what that does to everybody who reads pages meanwhile.

The mail server is Postfix's smtp-sink (package postfix; nothing of it needs to run). It ends when it has taken one mail more than
there are: it must still run when the program says that all are sent, and end at the one that is sent by hand then, so what was
taken is its word and not ours. It gives way to those who read, as it is on another machine in truth. The program is told to keep
no pace (per_minute = 0) and to use four connections. Two people read thirty pages a second each, cached ones and such as are made
anew, first alone and then while the mails go.

Two bare measures of the same minute say what the machine can do at all: Postfix's smtp-source hands as many mails of the same size
to such a server, with as many connections and without a database; and a loop commits one row at a time to the same disk.

    bench/mails.py BUILD_FOLDER [--mails N] [--urgency may_be_lost|must_arrive] [--connections N] [--rounds N]
"""
import argparse
import os
import pathlib
import re
import shutil
import signal
import smtplib
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

SIZE = 2000  # about what a short mail with its HTML takes


def postfix_program(name):
    program = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")
    if not program:
        sys.exit(f"{name} is missing; ./dev bench installs it (package postfix)")
    return program


def start_sink(port, mails):
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    return subprocess.Popen(["nice", "-n", "10", postfix_program("smtp-sink"), *user, "-M", str(mails), f"127.0.0.1:{port}", "100"],
                            stdout=subprocess.DEVNULL)


def sink_took_all(sink, port):
    """Whether it had taken just one mail less than it ends at."""
    if sink.poll() is not None:
        return False
    try:
        with smtplib.SMTP("127.0.0.1", port) as connection:
            connection.sendmail("probe@dorf.example", ["probe@dorf.example"], "Subject: the last one\r\n\r\n")
    except smtplib.SMTPServerDisconnected:
        pass  # it ends without an answer
    try:
        sink.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return False
    return True


def bare_mails_per_second(mails, connections):
    port = free_port()
    sink = start_sink(port, 10 * mails)
    try:
        time.sleep(0.3)
        begin = time.perf_counter()
        subprocess.run([postfix_program("smtp-source"), "-d", "-s", str(connections), "-m", str(mails), "-l", str(SIZE),
                        "-f", "probe@dorf.example", "-t", "anna@dorf.example", f"127.0.0.1:{port}"], check=True)
        return mails / (time.perf_counter() - begin)
    finally:
        sink.terminate()
        sink.wait()


def bare_commits_per_second(folder):
    """One row each, as the program writes: a log that is on the disk before the next begins."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (number INTEGER PRIMARY KEY)")
    for number in range(1500):  # the log grows first, and is overwritten then
        connection.execute("INSERT INTO rows VALUES (?)", (number,))
    begin = time.perf_counter()
    for number in range(1500):
        connection.execute("INSERT INTO rows VALUES (?)", (10_000 + number,))
    taken = time.perf_counter() - begin
    connection.close()
    return 1500 / taken


def put_mails(database, count, urgency):
    with sqlite3.connect(database, timeout=30) as connection:
        network = connection.execute("SELECT id FROM networks").fetchone()[0]
        text = "Hallo Anna,\n\nam Samstag säubern wir den Teich.\n\nHier steht mehr:\nhttps://dorf.example/termine\n\nBis dann!\n"
        connection.executemany(
            "INSERT INTO outbox (network_id, id, purpose, urgency, to_address, to_name, to_host, subject, content, created_at, "
            "next_attempt_at) VALUES (?, ?, 'bench', ?, ?, 'Anna Beispiel', 'dorf.example', 'Der Teich', ?, "
            "'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
            [(network, str(uuid.uuid4()), urgency, f"anna{number}@dorf.example", text) for number in range(count)])


def ask(connection, query):
    return connection.execute(query).fetchone()[0]


def begun(connection):
    return ask(connection, "SELECT EXISTS (SELECT 1 FROM outbox WHERE purpose = 'bench' AND state <> 'waiting')")


def under_way(connection):
    return ask(connection, "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' OR state = 'sending')")


def sent(connection):
    return ask(connection, "SELECT count(*) FROM outbox WHERE purpose = 'bench' AND state = 'sent'")


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
    bare = bare_mails_per_second(chosen.mails, chosen.connections), bare_commits_per_second(folder)
    sink = start_sink(smtp_port, chosen.mails + 1)
    server = subprocess.Popen([program, "serve", "--config", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, server)
        village = re.search(rb'href="(/doerfer/[^"/?]+)"', fetch(address, "/doerfer")[0])[1].decode()
        read_pages(port, village, 2)
        alone = read_pages(port, village, chosen.seconds)
        database = data / "dorfnetz.db"
        put_mails(database, chosen.mails, chosen.urgency)
        # One that stays open: others that come and go make every page stale whenever the log begins anew.
        onlooker = sqlite3.connect(database, timeout=30, check_same_thread=False)
        wait_for(lambda: begun(onlooker), 30, "the first mail")
        begin = time.perf_counter()
        # Mails that another process put in make every page stale, as an import does: not what is asked here.
        read_pages(port, village, 0.3)
        took = []

        def watch():
            while under_way(onlooker):
                time.sleep(0.05)
            took.append(time.perf_counter() - begin)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        meanwhile = read_pages(port, village, 3600, is_over=lambda: not watcher.is_alive())
        if sent(onlooker) != chosen.mails or not sink_took_all(sink, smtp_port):
            sys.exit("not every mail was taken once")
        return took[0], alone, meanwhile, memory_mb(server), bare
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
    rate = statistics.median(chosen.mails / row[0] / row[4][0] for row in rows)
    print(f"smtp-source without a database: {statistics.median(row[4][0] for row in rows):.0f} mails/s, we {rate:.2f} times as many")
    rate = statistics.median(chosen.mails / row[0] / row[4][1] for row in rows)
    print(f"bare commits: {statistics.median(row[4][1] for row in rows):.0f}/s, mails {rate:.2f} times as many")
    for kind in ("cached", "anew"):
        # Of all rounds together: the mails of one are gone after a hundred pages.
        before, during = (percentile([each for row in rows for each in row[part][kind]], 0.99) for part in (1, 2))
        print(f"{kind:<7} p99 {before:.1f} ms alone, {during:.1f} ms meanwhile: {during / before:.2f} (goal 2)")
    print(f"memory at the end: {max(row[3] for row in rows):.0f} MB")


if __name__ == "__main__":
    main()
