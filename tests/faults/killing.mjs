// The shipped program, killed (SIGKILL) again and again while others talk to it. What they send is sent until an answer
// comes; a request that the kill cut off was not acknowledged, and goes again as it was.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { repository, startDorfnetz } from "../browser/harness.mjs";
import { ask, Visitor } from "../browser/visitor.mjs";

const longestLife = 700; // milliseconds between being ready and being killed
const longestStart = 200; // milliseconds, where it is killed before it is ready
const run = promisify(execFile);
const script = (name) => join(repository, "tests", "faults", name);

export async function startProgramToKill({ kills, settings, now, speed, engine = process.env.DORFNETZ_TEST_ENGINE ?? "sqlite" }) {
  const folder = mkdtempSync(join(tmpdir(), "dorfnetz-kills-"));
  const database = execFileSync("python3", [script("database.py"), "make", engine, folder], { encoding: "utf8" }).trim();
  const server = await startDorfnetz({ settings, knowsItsAddress: true, now, speed, database });

  // Numbers that are the same in each run, so that a failure can be looked at again.
  let state = Number(process.env.DORFNETZ_SEED ?? 20270318);
  function random(below) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  }

  let killing = true;
  let deaths = 0;
  const cutOff = { GET: 0, POST: 0 };
  const failures = [];

  // Throws when the connection breaks or none can be had. What breaks it inside of a request is counted.
  async function askOnce(address, options) {
    try {
      return await ask(address, options);
    } catch (error) {
      if (error instanceof TypeError && error.cause?.code !== "ECONNREFUSED") cutOff[options.method ?? "GET"] += 1;
      throw error;
    }
  }

  async function askUntilAnswered(address, options) {
    for (;;) {
      try {
        const answer = await askOnce(address, options);
        if (answer.status < 500 && answer.status !== 429) return answer;
        if (answer.status >= 500 && answer.status !== 503) failures.push(`${answer.status} for ${address.pathname}`);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // of fetch: no connection
      }
      await pause(10 + random(30));
    }
  }

  // What no transaction should have left so, and whether an answer ever said that the program itself had failed.
  async function assertNothingHalfDone() {
    const moment = server.now().toISOString().replace(/\.\d+/, "");
    const { stdout } = await run("python3", [script("half_done.py"), database, moment]).catch((error) => error);
    assert.equal(stdout?.trim(), "", `half-done after ${deaths} kills`);
    assert.deepEqual(failures, []);
  }

  return {
    server,
    random,
    cutOff,
    isKilling: () => killing,
    visitor: (from) => new Visitor(server.origin, from, askUntilAnswered),
    askOnce,
    assertNothingHalfDone,
    // `longest` is how long it may live at most, in milliseconds.
    async killAgainAndAgain(longest = longestLife) {
      try {
        while (deaths < kills) {
          await pause(20 + random(longest));
          await server.kill();
          deaths += 1;
          // Now and then it does not live to be ready.
          while (random(8) === 0) {
            server.launch();
            await pause(random(longestStart));
            await server.kill();
          }
          await server.start();
          await assertNothingHalfDone();
        }
      } finally {
        killing = false;
      }
    },
    async stop() {
      await server.stop();
      execFileSync("python3", [script("database.py"), "drop", database]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
