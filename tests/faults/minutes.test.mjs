// Nine people write at the minutes of one meeting, each in a browser page of their own as it is shipped, over a line that
// breaks again and again, and the program is killed in between. Whatever stood in somebody's field is in the minutes or
// beside them afterwards, and what a page called saved never was lost.
//   DORFNETZ_SECONDS=300 DORFNETZ_TEST_ENGINE=sqlite tests/browser/node.sh --test tests/faults/minutes.test.mjs
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openBrowser } from "../browser/harness.mjs";
import { beginMeeting, openForVillage } from "../browser/journeys/meeting_steps.mjs";
import { openDesk } from "../browser/journeys/steps.mjs";
import { startDroppingLine } from "./dropping.mjs";
import { startProgramToKill } from "./killing.mjs";

const seconds = Number(process.env.DORFNETZ_SECONDS ?? 60);
const kills = Math.ceil(seconds / 20);
const writersAtOnce = 9;
const subjects = ["Teich", "Bank", "Chor", "Fest"]; // fewer than writers, so that they get in each other's way

const program = await startProgramToKill({ kills });
const line = await startDroppingLine(program.server.origin, { random: program.random });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  line.stop();
  await program.stop();
});

// Whoever reads everything that is kept, without a script and over a line that holds.
async function everythingKept(desk, page) {
  const read = async (address) => (await desk.request.get(address)).text();
  const state = JSON.parse(await read(`${page}/stand.json?kennt=-1&tab=nobody`));
  const besides = state.texts.flatMap((text) => text.besides);
  const apart = await Promise.all(besides.map(({ address }) => read(address)));
  return { texts: state.texts.map(({ text }) => text), besides: apart, versions: state.texts.reduce((sum, { version }) => sum + version, 0) };
}

class Writer {
  typed = []; // words that stood in a field
  saved = new Set(); // those of them that the page called saved

  constructor(number, page) {
    Object.assign(this, { number, page });
  }

  async writeUntil(isOver) {
    for (let turn = 0; !isOver(); ++turn) {
      const matters = this.page.locator("form[data-matter]");
      const matter = matters.nth(program.random(await matters.count()));
      const field = matter.locator("textarea");
      // Whoever finds somebody else writing looks for another matter, and some do not look.
      if (!(await field.isEditable())) {
        await pause(50);
        continue;
      }
      for (let sentence = 0; sentence < 1 + program.random(3); ++sentence) await this.#type(field, `w${this.number}n${turn}s${sentence}`);
      if (program.random(3) > 0) await this.#waitUntilSaved(matter);
      await pause(program.random(1500));
    }
  }

  async #type(field, word) {
    await field.focus();
    await this.page.keyboard.press("Control+End");
    await this.page.keyboard.type(`${word} `, { delay: 20 + program.random(60) });
    // What others wrote meanwhile may have come in between two letters, or the field was closed before the first one.
    if ((await field.inputValue()).includes(word)) this.typed.push({ word, field });
  }

  async #waitUntilSaved(matter) {
    const mark = matter.locator("[data-mark]");
    for (let tries = 0; tries < 40; ++tries) {
      const [text, value] = [await mark.innerText(), await matter.locator("textarea").inputValue()];
      if (/^Gespeichert/.test(text)) {
        for (const { word } of this.typed) if (value.includes(word)) this.saved.add(word);
        return;
      }
      await pause(100);
    }
  }

  // Until nothing is left on the device.
  async waitUntilAllIsSent() {
    await this.page.waitForFunction(() => !Object.keys(localStorage).some((name) => name.startsWith("minutes:")), undefined, { timeout: 90_000 });
  }
}

test(`nothing that ${writersAtOnce} people type is lost while lines break and the program is killed ${kills} times`, async () => {
  const desk = await openDesk(browser, program.server);
  const { path } = await beginMeeting(desk, "Probe Treffen", subjects);
  const page = `${path}/protokoll`;
  const writers = [];
  for (let number = 0; number < writersAtOnce; ++number) {
    const sheet = await openForVillage(browser, program.server, { name: `Probe ${number}`, village: "schwemsal", origin: line.origin });
    await sheet.goto(page);
    await sheet.locator("[data-minutes]").waitFor();
    writers.push(new Writer(number, sheet));
  }

  line.isBad = true;
  const until = Date.now() + seconds * 1000;
  const isOver = () => Date.now() >= until;
  const halls = async () => {
    while (!isOver()) {
      await pause(1000 + program.random(8000));
      line.dropAll();
    }
  };
  await Promise.all([program.killAgainAndAgain((seconds * 2000) / kills), halls(), ...writers.map((writer) => writer.writeUntil(isOver))]);
  line.isBad = false;
  await Promise.all(writers.map((writer) => writer.waitUntilAllIsSent()));

  const kept = await everythingKept(desk, page);
  const all = [...kept.texts, ...kept.besides].join("\n");
  const typed = writers.flatMap((writer) => writer.typed.map(({ word }) => word));
  const saved = writers.flatMap((writer) => [...writer.saved]);
  assert.deepEqual(saved.filter((word) => !all.includes(word)), [], "called saved, and not there");
  assert.deepEqual(typed.filter((word) => !all.includes(word)), [], "typed, and not there");
  await program.assertNothingHalfDone();
  console.log(
    `${typed.length} words typed, ${saved.length} seen saved, ${kept.versions} saves taken, ${kept.besides.length} texts beside; ` +
      `${line.dropped} connections dropped, ${kills} kills`,
  );
  assert.ok(typed.length > seconds, `${typed.length} words got through`);
  assert.ok(line.dropped > seconds, `${line.dropped} connections were dropped`);
  assert.ok(kept.besides.length > 0, "they got in each other's way");
});
