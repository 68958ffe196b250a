#!/usr/bin/env python3
"""How fast pages are, as a ratio against nginx sending the same bytes from disk.

Both serve on loopback, in turn, with the same load generator, connections and compression (the generator asks for
none, so both send the plain bytes). Computed anew: the request carries a cookie, which no cached page answers.

    bench/pages.py BUILD_FOLDER [--rounds N] [--seconds N]
"""
import argparse
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(address, path, headers=None):
    request = urllib.request.Request(address + path, headers=headers or {})
    with urllib.request.urlopen(request) as answer:
        return answer.read(), answer.headers


def wait_until_ready(address, process):
    for _ in range(2000):
        if process.poll() is not None:
            sys.exit("the program ended early")
        try:
            fetch(address, "/readyz")
            return
        except OSError:
            time.sleep(0.005)
    sys.exit("the program does not get ready")


def load(address, path, seconds, cookie=False):
    """Requests per second and the 99th percentile in milliseconds."""
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", address + path]
    if cookie:
        command[1:1] = ["-H", "Cookie: dorfnetz=none"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        sys.exit(f"errors under load on {path}:\n{text}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    return rate, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def memory_mb(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def start_nginx(folder, port):
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;\n"
        "events { worker_connections 512; }\n"
        "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type text/html;\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n")
    return subprocess.Popen(["nginx", "-c", str(configuration), "-p", str(folder)], stderr=subprocess.DEVNULL)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("build")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=4)
    chosen = options.parse_args()
    program = pathlib.Path(chosen.build) / "bin" / "dorfnetz"
    with tempfile.TemporaryDirectory(prefix="dorfnetz-bench-") as name:
        folder = pathlib.Path(name)
        os.chmod(folder, 0o755)
        data = folder / "data"
        subprocess.run([program, "--data", data, "demo"], check=True, stdout=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{free_port()}"
        started = time.perf_counter()
        server = subprocess.Popen([program, "serve", "--data", data, "--listen", address[7:]],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        nginx = None
        try:
            wait_until_ready(address, server)
            until_ready = (time.perf_counter() - started) * 1000
            fetch(address, "/")
            until_first = (time.perf_counter() - started) * 1000
            village = re.search(rb'href="(/doerfer/[^"/?]+)"', fetch(address, "/doerfer")[0])[1].decode()
            pages = {"front page": "/", "village page": village,
                     "filtered directory": "/vereine?dorf=" + village.split("/")[-1]}
            nginx_port = free_port()
            for number, path in enumerate(pages.values()):
                (folder / f"page{number}").write_bytes(fetch(address, path)[0])
            nginx = start_nginx(folder, nginx_port)
            time.sleep(0.5)
            other = f"http://127.0.0.1:{nginx_port}"
            print(f"start to ready {until_ready:.0f} ms, to the first page {until_first:.0f} ms")
            print(f"{'page':<20} {'KB':>6} {'cached':>8} {'p99':>7} {'anew':>8} {'p99':>7}   (ratios against nginx)")
            for number, (label, path) in enumerate(pages.items()):
                rows = []
                for _ in range(chosen.rounds):
                    base, base_p99 = load(other, f"/page{number}", chosen.seconds)
                    cached, cached_p99 = load(address, path, chosen.seconds)
                    anew, anew_p99 = load(address, path, chosen.seconds, cookie=True)
                    rows.append((cached / base, cached_p99 / base_p99, anew / base, anew_p99 / base_p99))
                medians = [statistics.median(column) for column in zip(*rows)]
                size = (folder / f"page{number}").stat().st_size / 1024
                print(f"{label:<20} {size:6.1f} {medians[0]:8.2f} {medians[1]:7.2f} {medians[2]:8.3f} {medians[3]:7.2f}")
            print(f"memory after the load: {memory_mb(server):.0f} MB")
            print(f"front page over the wire: {first_visit_kb(address):.1f} KB (page, style, script, typeface, icon)")
        finally:
            for process in (nginx, server):
                if process:
                    process.send_signal(signal.SIGTERM)
                    process.wait(timeout=30)


def first_visit_kb(address):
    packed = {"Accept-Encoding": "br"}
    page, _ = fetch(address, "/", packed)
    plain, _ = fetch(address, "/")
    assets = set(re.findall(r'(?:href|src)="(/(?:assets/(?:css|js|fonts|manifest/favicon)[^"]*|manifest.webmanifest))"',
                            plain.decode()))
    return (len(page) + sum(len(fetch(address, path, packed)[0]) for path in assets)) / 1024


if __name__ == "__main__":
    main()
