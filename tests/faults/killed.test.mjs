// From the idea to the report while the program is killed again and again (SIGKILL): people promise, move up and take
// back, hosts publish, check in, note hours and tell how it was. Whatever was acknowledged is there afterwards and there
// once, nothing is half-done, and nobody hears the same twice but of what must arrive.
//   DORFNETZ_KILLS=200 DORFNETZ_TEST_ENGINE=sqlite tests/browser/node.sh --test tests/faults/killed.test.mjs
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startMailServer } from "../browser/mail_server.mjs";
import { Days, publish, signIn } from "./killed_days.mjs";
import { openPlaces, Promises } from "./killed_promises.mjs";
import { startProgramToKill } from "./killing.mjs";

const kills = Number(process.env.DORFNETZ_KILLS ?? 30);
const [peopleAtOnce, hostsAtOnce] = [4, 3];
const speed = 60; // what would take hours takes minutes

const mailServer = await startMailServer();
const program = await startProgramToKill({
  kills,
  settings: `trusted_proxies = ["127.0.0.1"]\n${mailServer.settings}`,
  now: "2027-03-18 06:00:00",
  speed,
});
after(async () => {
  await program.stop();
  mailServer.stop();
});

test(`nothing acknowledged is lost or half-done when the program is killed ${kills} times`, async () => {
  const places = await openPlaces(program);
  const desk = await signIn(program);
  const crowded = [];
  for (const number of [1, 2]) {
    const { address } = await publish(desk, `Probe Gedränge ${number}`, "19.03.2027", 4);
    crowded.push(...(await openPlaces(program, address)));
  }
  const promises = new Promises(program, mailServer, { places, crowded }, speed);
  const days = new Days(program, desk, "18.03.2027", speed);
  await Promise.all([
    program.killAgainAndAgain(),
    ...Array.from({ length: peopleAtOnce }, (_, first) => promises.crowd(first, peopleAtOnce)),
    ...Array.from({ length: hostsAtOnce }, (_, first) => days.host(first, hostsAtOnce)),
  ]);

  const { cutOff } = program;
  console.log(`cut off by ${kills} kills: ${cutOff.GET} pages, ${cutOff.POST} forms`);
  const kept = await promises.assertKept();
  console.log(`${promises.count} promises, ${kept.takenBack} taken back, ${kept.movedUp} moved up and told so by mail`);
  console.log(await days.assertKept());
  await program.assertNothingHalfDone();
  assert.doesNotMatch(program.server.command("doctor"), /^bad/m);

  assert.ok(promises.count > kills / 2, `${promises.count} people got through ${kills} kills`);
  if (kills >= 30) assert.ok(kept.movedUp > 0, "some waited and moved up");
  assert.ok(days.count >= kills / 20, `${days.count} parties got through ${kills} kills`);
  assert.ok(cutOff.POST >= kills / 4, `the kills fall into requests: ${cutOff.POST} forms were cut off`);
});

test("nobody hears the same twice but of what must arrive, and that only from the mail in flight at a kill", async () => {
  program.server.setNow("2027-03-20 09:00:00");
  await pause(20_000); // the job that reminds, and all mails
  const copies = new Map();
  for (const mail of mailServer.mails()) copies.set(mail.messageId, [...(copies.get(mail.messageId) ?? []), mail]);
  const twice = [...copies.values()].filter((mails) => mails.length > 1);
  for (const mails of twice) {
    assert.doesNotMatch(mails[0].subject, /Bald ist es so weit/, "a reminder may get lost and must not come twice");
    assert.ok(mails.every((mail) => mail.to === mails[0].to));
  }
  const extra = twice.reduce((sum, mails) => sum + mails.length - 1, 0);
  assert.ok(extra <= kills, `${extra} second copies after ${kills} kills`);
  console.log(`${copies.size} mails, ${extra} second copies`);
});
