// People promise, take back, come and are thanked while the program is killed again and again (SIGKILL). Whatever was
// acknowledged is there afterwards, and nobody hears the same twice but of what must arrive.
//   DORFNETZ_KILLS=200 tests/browser/node.sh --test tests/faults/killed.test.mjs
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startDorfnetz } from "../browser/harness.mjs";
import { startMailServer } from "../browser/mail_server.mjs";
import { textOf, Visitor } from "../browser/visitor.mjs";

const kills = Number(process.env.DORFNETZ_KILLS ?? 30);
const peopleAtOnce = 6;
const longestLife = 700; // milliseconds between being ready and being killed
const speed = 60; // what would take hours takes minutes

const mailServer = await startMailServer();
const server = await startDorfnetz({
  settings: `trusted_proxies = ["127.0.0.1"]\n${mailServer.settings}`,
  knowsItsAddress: true,
  now: "2027-03-18 06:00:00",
  speed,
});
after(async () => {
  await server.stop();
  mailServer.stop();
});

// Numbers that are the same in each run, so that a failure can be looked at again.
let state = Number(process.env.DORFNETZ_SEED ?? 20270318);
function random(below) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

let killing = true;
let deaths = 0;

// Tries until an answer comes; a request that the kill cut off was not acknowledged and is sent again.
async function acknowledged(request) {
  for (;;) {
    try {
      const page = await request();
      if (page.status < 500 && page.status !== 429) return page;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // of fetch: no connection
    }
    await pause(10 + random(30));
  }
}

async function killAgainAndAgain() {
  while (deaths < kills) {
    await pause(20 + random(longestLife));
    await server.kill();
    deaths += 1;
    await server.start();
  }
  killing = false;
}

const promised = []; // what was acknowledged: { name, mail, link, expected }

async function placesToTake() {
  const page = await acknowledged(() => new Visitor(server.origin).get("/mitmachen"));
  const places = [...new Set([...page.text.matchAll(/href="(\/mitmachen\/[0-9a-z-]{20,})"/g)].map(([, path]) => path))];
  assert.ok(places.length > 0, `there are open places:\n${textOf(page.text)}`);
  return places;
}

async function somebody(number, places) {
  const byMail = number % 2 === 0;
  const name = `Probe Mensch ${number}`;
  const mail = `probe-${number}@example.org`;
  // From a network of their own each, or the program takes them for one who writes too much (RFC 2544 has these).
  const visitor = new Visitor(server.origin, `198.${18 + (number >> 8) % 2}.${number % 256}.7`);
  const place = places[random(places.length)];
  const form = await acknowledged(() => visitor.get(place));
  if (!form.text.includes('name="kontakt"')) return; // over or called off
  await pause(2500 / speed + 10);
  const answer = await acknowledged(() =>
    visitor.submit(form, place, { name, kontakt: byMail ? mail : `03493 ${100000 + number}`, anzahl: "1", alter: "1", erinnern: "24" }),
  );
  assert.equal(answer.status, 200, textOf(answer.text));
  const person = { name, mail: byMail ? mail : undefined, place, takenBack: false };
  promised.push(person);
  if (!byMail) person.link = answer.path.split("?")[0];
  else {
    const link = (text) => text.match(/\/zusage\/[\w-]+/)?.[0];
    while (!person.link && killing) {
      person.link = link(mailServer.mails().find((one) => one.to === mail && link(one.text))?.text ?? "");
      await pause(20);
    }
  }
  if (person.link && random(3) === 0) await takeBack(visitor, person);
}

async function takeBack(visitor, person) {
  const own = await acknowledged(() => visitor.get(person.link));
  if (!own.text.includes("/absagen")) return;
  const question = await acknowledged(() => visitor.submit(own, "/absagen"));
  const done = question.text.includes("Ja, absagen") ? await acknowledged(() => visitor.submit(question, "Ja, absagen")) : question;
  assert.equal(done.status, 200, textOf(done.text));
  person.takenBack = true;
}

async function crowd(places, first) {
  for (let number = first; killing; number += peopleAtOnce) await somebody(number, places);
}

test(`nothing acknowledged is lost when the program is killed ${kills} times`, async () => {
  const places = await placesToTake();
  await Promise.all([killAgainAndAgain(), ...Array.from({ length: peopleAtOnce }, (_, first) => crowd(places, first))]);
  assert.ok(promised.length > kills / 2, `${promised.length} people got through ${kills} kills`);

  for (const person of promised) {
    if (!person.link) {
      const mail = await mailServer.mailTo(person.mail, /./, { seconds: 60 });
      person.link = mail.text.match(/\/zusage\/[\w-]+/)?.[0];
    }
    const own = textOf((await acknowledged(() => new Visitor(server.origin).get(person.link))).text);
    if (person.takenBack) assert.match(own, /nichts mehr für dich vorgemerkt/, person.name);
    else assert.match(own, /Du bist dabei|vorgemerkt|Warteliste/, person.name);
  }
  console.log(`${promised.length} promises, ${promised.filter((person) => person.takenBack).length} taken back`);
});

test("nobody hears the same twice but of what must arrive, and that only from the mail in flight at a kill", async () => {
  server.setNow("2027-03-20 09:00:00");
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
