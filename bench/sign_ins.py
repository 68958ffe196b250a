#!/usr/bin/env python3
"""What many sign-ins at once do to everybody else: pages alone, then the same pages while people sign in.

Twenty people at a time send a password, each from an address of their own and each for another account, again and again.
An account that does not exist costs the same hash as one that does. wrk asks for pages meanwhile, with a cached page (what
visitors get) and with one that is made anew (what editors get). Memory is looked at every 50 ms.

    bench/sign_ins.py BUILD_FOLDER [--at-once N] [--rounds N] [--seconds N]
"""
import argparse
import collections
import http.client
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

from pages import fetch, free_port, load, memory_mb, wait_until_ready

CONNECTIONS = 8  # people who read meanwhile


class SignIns:
    """So many at a time until `stop`; counts what was answered, and how long it took."""

    def __init__(self, port, at_once):
        self.answers = collections.Counter()
        self.seconds = []
        self._port = port
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, args=(n,), daemon=True) for n in range(at_once)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        for thread in self._threads:
            thread.join(timeout=30)

    def _run(self, number):
        turn = 0
        while not self._stopped.is_set():
            turn += 1
            # Every household has its own allowance, so each try comes from another one.
            place = f"10.{number}.{turn // 250 % 250}.{turn % 250 + 1}"
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            headers = {"X-Forwarded-For": place}
            connection.request("GET", "/anmelden", headers=headers)
            page = connection.getresponse().read().decode()
            token = re.search(r'action="/anmelden".*?name="_token" value="([^"]+)"', page, re.S)[1]
            body = urllib.parse.urlencode(
                {"_token": token, "email": f"wer{number}-{turn}@example.org", "kennwort": "Heidelerche singt am Teich"})
            begin = time.perf_counter()
            connection.request("POST", "/anmelden", body, headers | {
                "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self._port}"})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            with self._lock:
                self.answers[answer.status] += 1
                self.seconds.append(time.perf_counter() - begin)


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


def measure(address, pages, seconds):
    return {label: load(address, path, seconds, cookie=anew, connections=CONNECTIONS)
            for label, (path, anew) in pages.items()}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("build")
    options.add_argument("--at-once", type=int, default=20)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=4)
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
            pages = {"cached": (village, False), "anew": (village, True)}
            measure(address, pages, 1)
            quiet_mb = memory_mb(server)
            ratios = {label: [] for label in pages}
            shown = {label: [] for label in pages}
            for _ in range(chosen.rounds):
                alone = measure(address, pages, chosen.seconds)
                with Memory(server) as memory, SignIns(port, chosen.at_once) as sign_ins:
                    time.sleep(0.5)
                    busy = measure(address, pages, chosen.seconds)
                for label in pages:
                    ratios[label].append(busy[label][1] / alone[label][1])
                    shown[label].append((alone[label], busy[label]))
            print(f"{'page':<8} {'alone p99':>10} {'busy p99':>10} {'ratio':>7}   (medians of {chosen.rounds})")
            for label in pages:
                alone, busy = ([statistics.median(row[i][1] for row in shown[label])] for i in (0, 1))
                print(f"{label:<8} {alone[0]:>7.2f} ms {busy[0]:>7.2f} ms {statistics.median(ratios[label]):>7.2f}")
            times = sorted(sign_ins.seconds)
            print(f"sign-ins of the last round: {dict(sign_ins.answers)}, median {statistics.median(times) * 1000:.0f} ms, "
                  f"p99 {times[int(len(times) * 0.99)] * 1000:.0f} ms")
            print(f"memory: {quiet_mb:.0f} MB before, at most {memory.most:.0f} MB meanwhile")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


if __name__ == "__main__":
    main()
