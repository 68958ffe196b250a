// Starts what a browser test needs, the program with the example network and a Chromium, and ends both.
import { spawn, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { settableClock } from "./clock.mjs";

export const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const buildFolder = process.env.DORFNETZ_BUILD ?? join(repository, "build", "release");
export const program = process.env.DORFNETZ_PROGRAM ?? join(buildFolder, "bin", "dorfnetz");

// Each page is looked at on a phone and on a desk, by day and by night.
export const widths = [360, 1280];
export const schemes = ["light", "dark"];

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// A server with the example network in a new folder. `stop` says how it ended: a program that does not end
// properly when asked to is a failure too. `settings` are lines of dorfnetz.toml; `database` is the address
// of another one than a new file in that folder. With `now` ("2027-03-01 10:00:00", UTC) the program's clock begins
// there and can be set; `speed` is how many of its seconds pass in one.
export async function startDorfnetz({ settings = "", knowsItsAddress = false, now, speed = 1, database: address } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "dorfnetz-browser-"));
  const database = ["--database", address ?? `sqlite:${join(folder, "dorfnetz.db")}`, "--data", folder];
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const file = join(folder, "dorfnetz.toml");
  // Jobs that write mails have no request whose address they could take for links.
  writeFileSync(file, (knowsItsAddress ? `public_address = "${origin}"\n` : "") + settings);
  const clock = now && settableClock(folder, now, speed);
  const environment = { ...process.env, ...clock?.environment };

  let child;
  let ended;
  let running = false;
  let log = "";
  const killAtExit = () => child?.kill("SIGKILL");
  process.once("exit", killAtExit);

  function launch() {
    clock?.goOn();
    const arguments_ = ["--config", file, "serve", "--listen", `127.0.0.1:${port}`, ...database, "--example-if-empty"];
    child = spawn(program, arguments_, { stdio: ["ignore", "pipe", "pipe"], env: environment });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (log = (log + text).slice(-20000)));
    const mine = child;
    ended = new Promise((resolve) => {
      mine.on("exit", (code, signal) => resolve(code ?? signal));
      mine.on("error", (error) => resolve(String(error)));
    });
    running = true;
    ended.then(() => (running = mine === child ? false : running));
  }

  async function start() {
    launch();
    const deadline = Date.now() + 60_000;
    while (!(await answers(`${origin}/readyz`))) {
      if (running && Date.now() < deadline) {
        await pause(20);
        continue;
      }
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`dorfnetz did not become ready (${running ? "60 s" : await ended}):\n${log}`);
    }
  }

  await start();

  return {
    origin,
    folder,
    log: () => log,
    // Runs a command of the program on the same database and returns what it printed.
    command: (...words) => execFileSync(program, [...words, ...database], { encoding: "utf8", env: environment }),
    // What the program takes for now from here on.
    setNow: clock?.set,
    now: () => clock?.now() ?? new Date(),
    // Meanwhile it takes no time of the processor: what is sent to it waits.
    async heldUp(work) {
      child.kill("SIGSTOP");
      await work().finally(() => child.kill("SIGCONT"));
    },
    // As a power cut ends it, as far as a program alone can be: at any instruction.
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    launch, // without waiting until it is ready
    start,
    async stop() {
      child.kill("SIGTERM");
      const status = await Promise.race([ended, pause(15_000, undefined, { ref: false }).then(() => "still running after 15 s")]);
      process.removeListener("exit", killAtExit);
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
      if (status !== 0) throw new Error(`dorfnetz ended with ${status}:\n${log}`);
    },
  };
}

async function answers(address) {
  try {
    return (await fetch(address)).status === 200;
  } catch {
    return false;
  }
}

// Paths of all public pages, with the placeholders of their routes filled from the example network.
export function publicPaths(server) {
  const paths = server
    .command("routes", "--public", "--examples")
    .split("\n")
    .filter((line) => line.startsWith("/"));
  if (paths.length === 0) throw new Error("dorfnetz routes named no public page");
  return paths;
}

// A browser that can reach this machine only; it would otherwise call its maker at every start.
export function openBrowser(moreFlags = []) {
  const executablePath = [process.env.DORFNETZ_CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("Chromium is missing; ./dev test installs it.");
  return chromium.launch({ executablePath, args: [...chromiumFlags, ...moreFlags] });
}

export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];
