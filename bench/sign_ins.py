#!/usr/bin/env python3
"""What many sign-ins at once do to everybody else: pages alone, then the same pages while people sign in.

Twenty people at a time send a password, each from an address of their own and for another account, again and again. An
account that does not exist costs the same hash as one that does. Meanwhile two people read thirty pages a second each:
cached ones (what visitors get) and such as are made anew (what editors get). A page counts from when it was to be asked for, so
one that comes late makes the next ones late too. Memory is looked at every 50 ms. Who signs in gives way to who reads, as
they are on other machines in truth.

    bench/sign_ins.py BUILD_FOLDER [--at-once N] [--rounds N] [--seconds N]
"""
import argparse
import collections
import http.client
import multiprocessing
import os
import pathlib
import re
import signal
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse

from pages import fetch, free_port, memory_mb, wait_until_ready

PAGES_PER_SECOND = 30  # of each kind


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def read_one_kind(port, path, headers, seconds, taken, is_over):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    due = time.perf_counter()
    end = due + seconds
    while due < end and not is_over():
        time.sleep(max(0.0, due - time.perf_counter()))
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}")
        taken.append((time.perf_counter() - due) * 1000)
        due += 1 / PAGES_PER_SECOND


def read_pages(port, path, seconds, is_over=lambda: False):
    """Milliseconds for each page, by kind; for so long at most."""
    taken = {"cached": [], "anew": []}
    readers = [threading.Thread(target=read_one_kind, args=(port, path, headers, seconds, taken[kind], is_over))
               for kind, headers in (("cached", {}), ("anew", {"Cookie": "dorfnetz=none"}))]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return taken


def sign_in(port, number, turn):
    """The status of the answer and how long it took."""
    # Every household has its own allowance, so each try comes from another one.
    headers = {"X-Forwarded-For": f"{10 + turn // 250}.{number}.{turn % 250}.1"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/anmelden", headers=headers)
    page = connection.getresponse().read().decode()
    token = re.search(r'action="/anmelden".*?name="_token" value="([^"]+)"', page, re.S)[1]
    body = urllib.parse.urlencode(
        {"_token": token, "email": f"wer{number}-{turn}@example.org", "kennwort": "Heidelerche singt am Teich"})
    headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}
    begin = time.perf_counter()
    connection.request("POST", "/anmelden", body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.perf_counter() - begin


def keep_signing_in(port, at_once, stop, results):
    """Runs in a process of its own until `stop`."""
    os.nice(15)
    done = []

    def one(number):
        turn = 0
        while not stop.is_set():
            turn += 1
            done.append(sign_in(port, number, turn))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(done)


class Memory:
    """The most that the program had while somebody looked."""

    def __init__(self, process):
        self.most = 0.0
        self._process = process
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        self._thread.join()

    def _run(self):
        while not self._stopped.wait(0.05):
            self.most = max(self.most, memory_mb(self._process))


def while_people_sign_in(port, path, seconds, at_once):
    stop, results = multiprocessing.Event(), multiprocessing.Queue()
    others = multiprocessing.Process(target=keep_signing_in, args=(port, at_once, stop, results))
    others.start()
    time.sleep(1)
    taken = read_pages(port, path, seconds)
    stop.set()
    done = results.get(timeout=120)
    others.join()
    return taken, done


def tell(alone, busy, done, quiet_mb, most_mb):
    print(f"{'page':<8} {'alone p50':>10} {'p99':>8} {'busy p50':>10} {'p99':>8} {'ratio of p99':>13}")
    for kind in ("cached", "anew"):
        quiet, loud = ([row[kind] for row in rows] for rows in (alone, busy))
        p99 = [statistics.median(percentile(row, 0.99) for row in rows) for rows in (quiet, loud)]
        p50 = [statistics.median(percentile(row, 0.5) for row in rows) for rows in (quiet, loud)]
        print(f"{kind:<8} {p50[0]:>7.2f} ms {p99[0]:>5.2f} ms {p50[1]:>7.2f} ms {p99[1]:>5.2f} ms {p99[1] / p99[0]:>13.2f}")
    answers = collections.Counter(status for status, _ in done)
    times = [seconds * 1000 for _, seconds in done]
    print(f"sign-ins: {dict(answers)}, p50 {percentile(times, 0.5):.0f} ms, p99 {percentile(times, 0.99):.0f} ms")
    print(f"memory: {quiet_mb:.0f} MB before, at most {most_mb:.0f} MB meanwhile")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("build")
    options.add_argument("--at-once", type=int, default=20)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=6)
    chosen = options.parse_args()
    program = pathlib.Path(chosen.build) / "bin" / "dorfnetz"
    with tempfile.TemporaryDirectory(prefix="dorfnetz-bench-") as name:
        data = pathlib.Path(name) / "data"
        subprocess.run([program, "--data", data, "demo"], check=True, stdout=subprocess.DEVNULL)
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        server = subprocess.Popen([program, "serve", "--data", data, "--listen", address[7:]],
                                  env=os.environ | {"DORFNETZ_TRUSTED_PROXIES": "127.0.0.1", "DORFNETZ_LOG_LEVEL": "error"},
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_ready(address, server)
            village = re.search(rb'href="(/doerfer/[^"/?]+)"', fetch(address, "/doerfer")[0])[1].decode()
            read_pages(port, village, 1)
            quiet_mb = memory_mb(server)
            alone, busy, done = [], [], []
            with Memory(server) as memory:
                for _ in range(chosen.rounds):
                    alone.append(read_pages(port, village, chosen.seconds))
                    taken, answered = while_people_sign_in(port, village, chosen.seconds, chosen.at_once)
                    busy.append(taken)
                    done += answered
            tell(alone, busy, done, quiet_mb, memory.most)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


if __name__ == "__main__":
    main()
