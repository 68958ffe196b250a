#!/usr/bin/env python3
"""How much memory the program takes under full load, minute by minute.

Every public page of the example network is asked for in turn, cached and anew (with a cookie, which no cached page
answers), together with searches that nobody asked before, from 64 connections.

    bench/memory.py BUILD_FOLDER [--minutes N]
"""
import argparse
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

from pages import fetch, free_port, memory_mb, wait_until_ready

# A new word on each request, so that neither the page cache nor the search's can help.
SCRIPT = """
local paths = {%s}
local count = 0
function request()
  count = count + 1
  local path = paths[count %% #paths + 1]
  if count %% 7 == 0 then path = "/suche?q=feuer" .. count end
  local headers = {}
  if count %% 3 == 0 then headers["Cookie"] = "dorfnetz=none" end
  return wrk.format("GET", path, headers)
end
"""


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("build")
    options.add_argument("--minutes", type=int, default=10)
    chosen = options.parse_args()
    program = pathlib.Path(chosen.build) / "bin" / "dorfnetz"
    with tempfile.TemporaryDirectory(prefix="dorfnetz-bench-") as name:
        data = pathlib.Path(name) / "data"
        subprocess.run([program, "--data", data, "demo"], check=True, stdout=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{free_port()}"
        server = subprocess.Popen([program, "serve", "--data", data, "--listen", address[7:]],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_ready(address, server)
            sitemap = fetch(address, "/sitemap.xml")[0].decode()
            paths = [re.sub(r"^https?://[^/]+", "", found) or "/" for found in re.findall(r"<loc>(.*?)</loc>", sitemap)]
            script = pathlib.Path(name) / "load.lua"
            script.write_text(SCRIPT % ", ".join(f'"{path}"' for path in paths))
            print(f"{len(paths)} pages; at the start {memory_mb(server):.0f} MB")
            answered = 0
            for minute in range(1, chosen.minutes + 1):
                text = subprocess.run(["wrk", "-t1", "-c64", "-d60s", "--timeout", "30s", "-s", script, address],
                                      capture_output=True, text=True, check=True).stdout
                if "Non-2xx" in text or "Socket errors" in text:
                    sys.exit(f"errors under load:\n{text}")
                answered += int(re.search(r"(\d+) requests in", text)[1])
                print(f"after {minute:2} min {memory_mb(server):.0f} MB, {answered} requests", flush=True)
            time.sleep(30)
            print(f"after half a minute's rest {memory_mb(server):.0f} MB")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


if __name__ == "__main__":
    main()
