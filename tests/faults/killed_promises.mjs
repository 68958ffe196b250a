// People who promise to help and take it back while the program is killed (killing.mjs).
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { textOf } from "../browser/visitor.mjs";

const people = "/mitmachen";
const movedUp = /Ein Platz ist frei geworden/;
const linkIn = (text) => text?.match(/\/zusage\/[\w-]+/)?.[0];

// Where somebody is needed, on that page.
export async function openPlaces(program, path = people) {
  const page = await program.visitor().get(path);
  const places = [...new Set([...page.text.matchAll(/href="(\/mitmachen\/[0-9a-z-]{20,})"/g)].map(([, path]) => path))];
  assert.ok(places.length > 0, `there are open places:\n${textOf(page.text)}`);
  return places;
}

// Fills in the form of one place. Answers the page that follows, or nothing where it is over or called off.
export async function promise(visitor, place, speed, { name, reach, count = 1 }) {
  const form = await visitor.get(place);
  if (!form.text.includes('name="kontakt"')) return undefined;
  await pause(2500 / speed + 10); // what comes at once is taken for a program's work
  const answer = await visitor.submit(form, place, { name, kontakt: reach, anzahl: String(count), alter: "1", erinnern: "24" });
  assert.equal(answer.status, 200, textOf(answer.text));
  return answer;
}

export class Promises {
  #acknowledged = []; // { name, mail, link, place, isLeaving, takenBack }

  // Half of the people want to where there are few places, some of them as two.
  constructor(program, mailServer, { places, crowded }, speed) {
    Object.assign(this, { program, mailServer, places, crowded, speed });
  }

  get count() {
    return this.#acknowledged.length;
  }

  // Every so-manieth of the people, one after the other.
  async crowd(first, step) {
    for (let number = first; this.program.isKilling(); number += step) await this.#somebody(number);
  }

  async #somebody(number) {
    const byMail = number % 2 === 0;
    const mail = byMail ? `probe-${number}@example.org` : undefined;
    // From a network of their own each, or the program takes them for one who writes too much (RFC 2544 has these).
    const visitor = this.program.visitor(`198.${18 + ((number >> 8) % 2)}.${number % 256}.7`);
    const { random } = this.program;
    const isCrowded = random(2) === 0;
    const places = isCrowded ? this.crowded : this.places;
    const place = places[random(places.length)];
    const name = `Probe Mensch ${number}`;
    const reach = mail ?? `03493 ${100000 + number}`;
    const answer = await promise(visitor, place, this.speed, { name, reach, count: isCrowded ? 1 + random(2) : 1 });
    if (!answer) return;
    const person = { name, mail, place, takenBack: false };
    this.#acknowledged.push(person);
    if (!byMail) person.link = answer.path.split("?")[0];
    if (random(3) !== 0) return;
    // Where others wait, whoever came first gives way to them.
    const leaving = isCrowded ? this.#acknowledged.find((one) => one.place === place && !one.isLeaving && this.#linkOf(one)) : person;
    for (let tries = 0; leaving && !this.#linkOf(leaving) && tries < 50; ++tries) await pause(20);
    if (leaving?.link) await this.#takeBack(visitor, leaving);
  }

  // Shown on the page, or mailed.
  #linkOf(person) {
    person.link ??= linkIn(this.mailServer.mails().find((one) => one.to === person.mail && linkIn(one.text))?.text);
    return person.link;
  }

  async #takeBack(visitor, person) {
    if (person.isLeaving) return;
    person.isLeaving = true;
    const own = await visitor.get(person.link);
    if (!own.text.includes("/absagen")) return;
    const question = await visitor.submit(own, "/absagen");
    const done = question.text.includes("Ja, absagen") ? await visitor.submit(question, "Ja, absagen") : question;
    assert.equal(done.status, 200, textOf(done.text));
    person.takenBack = true;
  }

  // What people see behind their links is what was acknowledged, and whoever moved up was told.
  async assertKept() {
    const hasMail = (person, subject) => this.mailServer.mails().some((one) => one.to === person.mail && subject.test(one.subject));
    for (const person of this.#acknowledged) {
      if (!this.#linkOf(person)) person.link = linkIn((await this.mailServer.mailTo(person.mail, /./, { seconds: 60 })).text);
      const own = textOf((await this.program.visitor().get(person.link)).text);
      if (person.takenBack) assert.match(own, /nichts mehr für dich vorgemerkt/, person.name);
      else assert.match(own, /Du bist dabei|vorgemerkt|Warteliste/, person.name);
      if (/Du bist dabei/.test(own) && hasMail(person, /Warteliste/)) await this.mailServer.mailTo(person.mail, movedUp, { seconds: 60 });
    }
    const some = (fits) => this.#acknowledged.filter(fits).length;
    return { takenBack: some((person) => person.takenBack), movedUp: some((person) => hasMail(person, movedUp)) };
  }
}
