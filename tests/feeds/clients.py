#!/usr/bin/env python3
"""Whether calendar programs that people use read our feeds: khal, calcurse and vdirsyncer.

    tests/feeds/clients.py PROGRAM

Serves the example network on loopback and lets each of them take over /termine.ics. What they then know is compared with
the dates on the pages, in a year that has both changes of the clock.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from zoneinfo import ZoneInfo
from datetime import datetime, timezone

PROGRAM = sys.argv.pop()
BERLIN = ZoneInfo("Europe/Berlin")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unfolded(text):
    return text.replace("\r\n ", "")


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.home = Path(cls.folder.name)
        cls.environment = {**os.environ, "HOME": str(cls.home), "TZ": "Europe/Berlin", "LC_ALL": "C.UTF-8"}
        cls.site = f"http://127.0.0.1:{free_port()}"
        cls.server = subprocess.Popen(
            [PROGRAM, "serve", "--listen", cls.site.removeprefix("http://"), "--database", f"sqlite:{cls.home}/d.db",
             "--data", str(cls.home / "data"), "--example-if-empty"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                urllib.request.urlopen(cls.site + "/healthz", timeout=5).read()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        cls.feed = urllib.request.urlopen(cls.site + "/termine.ics", timeout=30).read().decode()
        cls.events = unfolded(cls.feed).count("BEGIN:VEVENT")
        cls.begins = sorted(
            datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).astimezone(BERLIN)
            for text in re.findall(r"\r\nDTSTART:(\d{8}T\d{6}Z)\r\n", cls.feed))
        (cls.home / "termine.ics").write_text(cls.feed, newline="")

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(timeout=30)
        cls.folder.cleanup()

    def run_program(self, *words):
        done = subprocess.run(words, cwd=self.home, env=self.environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_the_feed_reaches_over_both_changes_of_the_clock(self):
        self.assertGreater(self.events, 100)
        offsets = {begin.utcoffset() for begin in self.begins}
        self.assertEqual(len(offsets), 2)

    def test_khal_shows_each_date_at_the_hour_of_the_church_clock(self):
        (self.home / "khal").mkdir()
        (self.home / "khal.conf").write_text(
            f"[calendars]\n[[dorf]]\npath = {self.home}/khal\ntype = calendar\n[locale]\ntimeformat = %H:%M\n"
            "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
            "longdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\n"
            f"[sqlite]\npath = {self.home}/khal.db\n")
        khal = ("khal", "-c", "khal.conf")
        self.run_program(*khal, "import", "--batch", "termine.ics")
        first = self.begins[0].date().isoformat()
        listed = self.run_program(*khal, "list", "--format", "{start-date} {start-time}", "--day-format", "", first,
                                  "600d")
        shown = sorted(line for line in listed.splitlines() if re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d$", line))
        self.assertEqual(shown, [begin.strftime("%Y-%m-%d %H:%M") for begin in self.begins])

    def test_calcurse_skips_nothing(self):
        told = self.run_program("calcurse", "-D", str(self.home / "calcurse"), "-i", "termine.ics")
        self.assertRegex(told, r"\b0 skipped")
        known = (self.home / "calcurse" / "apts").read_text().splitlines()
        self.assertEqual(len(known), self.events)

    def test_vdirsyncer_keeps_a_copy_of_every_date(self):
        (self.home / "vdirsyncer.conf").write_text(
            f'[general]\nstatus_path = "{self.home}/status/"\n'
            '[pair dorf]\na = "here"\nb = "there"\ncollections = null\n'
            f'[storage here]\ntype = "filesystem"\npath = "{self.home}/copy"\nfileext = ".ics"\n'
            f'[storage there]\ntype = "http"\nurl = "{self.site}/termine.ics"\n')
        (self.home / "copy").mkdir()
        syncer = ("vdirsyncer", "-c", str(self.home / "vdirsyncer.conf"))
        self.run_program(*syncer, "discover", "dorf")
        self.run_program(*syncer, "sync", "dorf")
        self.assertEqual(len(list((self.home / "copy").glob("*.ics"))), self.events)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
