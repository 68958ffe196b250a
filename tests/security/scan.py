#!/usr/bin/env python3
"""Lets wapiti and sqlmap look for weaknesses in an example network: scan.py BIN_FOLDER [--minutes N].

Starts the program of the folder on a free port of 127.0.0.1 with a data folder of its own, as if a proxy with TLS
stood in front, first for a visitor, then for a coordinator. Nothing else is asked for anything, and nothing leaves the
machine. Ends with 1 if one of them found something or the program logged an error, with 77 if neither is installed.
Debian 13 has no wapiti; then sqlmap alone looks, and says so.
"""

import argparse
import collections
import csv
import http.client
import http.server
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

SKIPPED = 77
# Not those that ask a server of somebody else (ssrf, xxe, wapp, nikto) or guess names and passwords by the thousand.
WAPITI_MODULES = "backup,blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,xss"
# What wapiti says and we know: browsers have dropped these, the content policy says it.
EXPECTED = ("X-Frame-Options is not set", "X-XSS-Protection is not set")
# Every way to search and filter; sqlmap tries each parameter.
VISITOR_TARGETS = (
    "/suche?q=chor",
    "/vereine?dorf=krina&feld=culture&sortierung=name",
    "/firmen?dorf=krina&hilft=money",
    "/neues?seite=1",
    "/anmelden?weiter=/redaktion",
    "/mitmachen/eintragen?dorf=krina",
)
COORDINATOR_TARGETS = (
    "/redaktion/engagierte?q=anna&dorf=krina&aufgabe=garden&feld=culture&tag=sat&weg=phone&gesperrt=nein",
    "/redaktion/organisationen?q=chor&stand=published&dorf=krina",
    "/redaktion/engagierte/gesperrt?nummer=ABC",
    "/redaktion/export/organisationen?als=csv&dorf=krina&feld=culture&art=club&stand=published",
    "/redaktion/import?wozu=people",
)
THROUGH_TLS = {"X-Forwarded-Proto": "https"}
# Without the last, wapiti gets Brotli and reads nothing.
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "cookie", "host", "accept-encoding"}


def say(text: str) -> None:
    print(f"scan: {text}", flush=True)


def token_of(page: str, action: str) -> str:
    """The token of the form that goes to this address; each form of a page has one of its own."""
    found = re.search(rf'action="{re.escape(action)}".*?name="_token" value="([^"]+)"', page, re.DOTALL)
    if not found:
        raise SystemExit(f"scan: there is no form to {action}")
    return found[1]


def session_cookie(answer: http.client.HTTPResponse) -> str:
    return (answer.getheader("Set-Cookie") or "").partition(";")[0]


class Program:
    """The program with the example network, until the with block ends."""

    def __init__(self, binary: Path, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = data / "log"
        self.common = [f"--database=sqlite:{data}/dorfnetz.db", f"--data={data}"]
        self.binary = binary
        environment = os.environ | {"DORFNETZ_BEHIND_TLS": "true", "DORFNETZ_TRUSTED_PROXIES": "127.0.0.1"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [binary, "serve", *self.common, f"--listen=127.0.0.1:{self.port}", "--example-if-empty"],
                stdout=subprocess.DEVNULL, stderr=log, env=environment,
            )

    def __enter__(self) -> "Program":
        for _ in range(600):
            try:
                if self.ask("GET", "/readyz").status == 200:
                    return self
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.process.kill()
        raise SystemExit(f"scan: the program did not start: {self.log.read_text()[-500:]}")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, cookie: str = "") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = urllib.parse.urlencode(form) if form else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request(method, path, body, THROUGH_TLS | kind | ({"Cookie": cookie} if cookie else {}))
        return connection.getresponse()

    def cookie_of_coordinator(self) -> str:
        """Makes an account, sets its password by the link, gives the second proof that the role demands, and answers the
        cookie of its session."""
        told = subprocess.run(
            [self.binary, *self.common, "user", "create", "--email=scan@example.org", "--name=Sonja Scan", "--role=coordinator"],
            capture_output=True, text=True, check=True,
        ).stdout
        path = re.search(r"/passwort/[\w-]+", told)[0]  # type: ignore[index]
        page = self.ask("GET", path).read().decode()
        answer = self.ask("POST", path, {"_token": token_of(page, path), "kennwort": "sieben rote Gießkannen"})
        cookie = session_cookie(answer)
        if not cookie.startswith("__Host-"):
            raise SystemExit(f"scan: signing in did not work: {answer.status}")
        page = self.ask("GET", "/redaktion/sicherheit", cookie=cookie).read().decode()
        make, done = "/redaktion/sicherheit/zettel", "/redaktion/sicherheit/zettel/fertig"
        sheet = self.ask("POST", make, {"_token": token_of(page, make)}, cookie).read().decode()
        code = re.search(r"<code>([^<]+)</code>", sheet)[1]  # type: ignore[index]
        answer = self.ask("POST", done, {"_token": token_of(sheet, done), "code": code}, cookie)
        cookie = session_cookie(answer) or cookie
        # A role that is still held back would lead elsewhere, and the tools would see the way there and nothing else.
        if (status := self.ask("GET", "/redaktion/engagierte", cookie=cookie).status) != 200:
            raise SystemExit(f"scan: the coordinator does not see the register: {status}")
        return cookie

    def errors(self) -> list[str]:
        return [f"log: {line}" for line in self.log.read_text(errors="replace").splitlines() if " error " in line]


class Gate:
    """Stands before the program as a proxy with TLS does, and holds the session that the tools shall have. Signing out
    is not passed on: a tool that follows every form would soon see no more than visitors. (wapiti could leave it out
    itself, but for an error of Debian's version with Python 3.11.)"""

    def __init__(self, program: Program, cookie: str) -> None:
        class Passing(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if "/abmelden" in self.path:
                    return self.answer(404, [], b"")
                given = {name: value for name, value in self.headers.items() if name.lower() not in NOT_PASSED_ON}
                given |= THROUGH_TLS | {"Host": f"127.0.0.1:{program.port}"} | ({"Cookie": cookie} if cookie else {})
                # Each from another household, or most would only hear that they ask too often.
                number = next(gate.households)
                given["X-Forwarded-For"] = f"10.{number // 250 % 250}.{number % 250}.1"
                connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=60)
                try:
                    connection.request(self.command, self.path, body or None, given)
                    answer = connection.getresponse()
                    self.answer(answer.status, answer.getheaders(), answer.read())
                except (http.client.HTTPException, ValueError):
                    self.answer(400, [], b"")
                finally:
                    connection.close()

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_TRACE = do_PATCH = pass_on  # noqa: N815

            def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
                gate.statuses[status] += 1
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in NOT_PASSED_ON:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        gate = self
        self.statuses: collections.Counter[int] = collections.Counter()
        self.households = itertools.count(1)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Passing)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # tools hang up as they like
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Gate":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def run_bounded(command: list[str], seconds: float, folder: Path) -> bool:
    """Whether the command ended by itself. It gets no terminal and no way out: wapiti would fetch lists from elsewhere."""
    nowhere = "http://127.0.0.1:9"
    environment = os.environ | {"HOME": str(folder), "no_proxy": "127.0.0.1"}
    environment |= {"http_proxy": nowhere, "https_proxy": nowhere, "HTTPS_PROXY": nowhere}
    with (folder / f"{Path(command[0]).name}.txt").open("ab") as output:
        started = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder, start_new_session=True,
                                   env=environment)
        try:
            started.wait(timeout=seconds)
            return True
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGTERM)
            started.wait(timeout=30)
            return False


def wapiti(address: str, signed_in: bool, seconds: float, folder: Path) -> list[str]:
    report = folder / "wapiti.json"
    count = WAPITI_MODULES.count(",") + 1
    command = [
        "wapiti", "--url", address + "/", "--start", address + ("/redaktion" if signed_in else "/doerfer"), "--scope", "folder",
        "--module", WAPITI_MODULES,
        "--flush-session", "--store-session", str(folder), "--store-config", str(folder / "config"), "--no-bugreport",
        "--depth", "4", "--max-links-per-page", "25", "--max-files-per-dir", "15", "--max-parameters", "25", "--timeout", "10",
        "--max-scan-time", str(int(seconds * 0.2)), "--max-attack-time", str(max(3, int(seconds * 0.6 / count))),
        "--verbose", "1", "--format", "json", "--output", str(report),
    ]  # fmt: skip
    report.unlink(missing_ok=True)
    ended = run_bounded(command, seconds, folder)
    if not report.exists():
        return [f"wapiti: made no report{'' if ended else ' within its time'}, see {folder}/wapiti.txt"]
    found = json.loads(report.read_text())
    return [
        f"wapiti: {kind}: {one['method']} {one['path']} {one.get('parameter') or ''} {one['info']}"
        for part in ("vulnerabilities", "anomalies")
        for kind, all_of_kind in found[part].items()
        for one in all_of_kind
        if not any(known in one["info"] for known in EXPECTED)
    ]


def sqlmap(address: str, signed_in: bool, seconds: float, folder: Path) -> list[str]:
    targets = folder / "targets.txt"
    paths = COORDINATOR_TARGETS if signed_in else VISITOR_TARGETS
    targets.write_text("".join(f"{address}{path}\n" for path in paths))
    results = folder / "sqlmap"
    command = [
        "sqlmap", "-m", str(targets), "--batch", "--level", "1", "--risk", "1", "--technique", "BEU", "--threads", "2",
        "--timeout", "10", "--retries", "1", "--flush-session", "--disable-coloring", "--output-dir", str(results),
    ]  # fmt: skip
    ended = run_bounded(command, seconds, folder)
    text = (folder / "sqlmap.txt").read_text(errors="replace")
    if not ended:
        say("sqlmap was stopped when its time was over")
    found = [f"sqlmap: {line.strip()}" for line in re.findall(r"^.*is vulnerable.*$|^.*injectable.*$", text, re.M) if "not" not in line]
    for table in results.glob("results-*.csv"):
        with table.open(newline="") as rows:
            found += [f"sqlmap: {row['Target URL']} {row['Place']} {row['Parameter']}" for row in csv.DictReader(rows)
                      if row.get("Parameter") and "false positive" not in row.get("Note(s)", "")]
    if not re.search("testing URL", text):
        found.append(f"sqlmap: tried nothing, see {folder}/sqlmap.txt")
    return found


def is_disproved(finding: str, program: Program, cookie: str) -> bool:
    """wapiti takes a token for unchecked if the page with another token looks alike, also if both are refused for
    something else. So the form is sent once more, with nothing but a forged token."""
    form = re.match(r"wapiti: Cross Site Request Forgery: POST (\S+) .*not properly checked", finding)
    return bool(form) and program.ask("POST", form[1], {"_token": "1.0123456789abcdef"}, cookie).status == 403


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("bin", type=Path, help="folder of dorfnetz and dorfnetz-read")
    options.add_argument("--minutes", type=float, default=10, help="how long all of it may take")
    options.add_argument("--keep", type=Path, help="folder for what the tools say; otherwise it is deleted")
    chosen = options.parse_args()
    tools = [tool for tool in (wapiti, sqlmap) if shutil.which(tool.__name__)]
    for tool in (wapiti, sqlmap):
        if tool not in tools:
            say(f"SKIPPED {tool.__name__}: it is not installed (Debian 13 has no wapiti)")
    if not tools:
        return SKIPPED
    seconds = chosen.minutes * 60 / (2 * len(tools))
    with tempfile.TemporaryDirectory(prefix="dorfnetz-scan.") as temporary:
        folder = (chosen.keep or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        data = Path(temporary) / "data"
        data.mkdir()
        found: list[str] = []
        with Program((chosen.bin / "dorfnetz").resolve(), data) as program:
            for cookie in ("", program.cookie_of_coordinator()):
                for tool in tools:
                    (folder / f"{tool.__name__}.txt").unlink(missing_ok=True)
                    with Gate(program, cookie) as gate:
                        told_by_tool = tool(gate.address, bool(cookie), seconds, folder)
                    real = [finding for finding in told_by_tool if not is_disproved(finding, program, cookie)]
                    if len(real) < len(told_by_tool):
                        say(f"{len(told_by_tool) - len(real)} forms whose token wapiti takes for unchecked refuse a forged one")
                    found += real
                    told = ", ".join(f"{count} × {status}" for status, count in sorted(gate.statuses.items()))
                    say(f"{tool.__name__} as {'coordinator' if cookie else 'visitor'} was answered {told}")
                    if gate.statuses[200] < 20:
                        found.append(f"{tool.__name__} saw next to nothing; see {folder}")
            if program.ask("GET", "/healthz").status != 200:
                found.append("the program answers no more")
            found += program.errors()
    found = list(dict.fromkeys(found))
    say(f"{len(found)} findings")
    print(*found, sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
