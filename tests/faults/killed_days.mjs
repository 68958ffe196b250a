// Hosts who publish a working party, check in who comes, note hours and tell how it was, while the program is killed
// (killing.mjs): one party after the other, and afterwards everything that was acknowledged is there once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { line_of as lineOf } from "../../assets/js/attendance.js";
import { formsOf, textOf } from "../browser/visitor.mjs";
import { openPlaces, promise } from "./killed_promises.mjs";

const hoursText = (minutes) => String(Math.round(minutes / 0.6) / 100).replace(".", ",");
const valueOf = (page, field) => formsOf(page).flatMap(({ fields }) => fields).find(([name]) => name === field)?.[1];
const good = (page) => assert.equal(page.status, 200, `${page.path}: ${textOf(page.text)}`);

// Chooses the first password, as the link says that the program prints at its first start, and a second factor.
export async function signIn(program) {
  const desk = Object.assign(program.visitor(), { askOnce: program.askOnce });
  const link = () => program.server.log().match(/\/passwort\/[\w-]+/)?.[0];
  for (let tries = 0; !link() && tries < 100; ++tries) await pause(50);
  await desk.submit(await desk.get(link()), "Kennwort speichern", { kennwort: "Heidelerche singt am Teich" });
  const sheet = await desk.submit(await desk.get("/redaktion/sicherheit"), "Codezettel machen");
  const code = sheet.text.match(/<ol class="codes[\s\S]*?<code[^>]*>([^<]+)/)[1];
  const done = await desk.submit(sheet, "Fertig", { code });
  assert.match(done.text, /Dein Codezettel gilt/);
  return desk;
}

// Steps that say "one more" when they are repeated are not: whoever heard no answer looks whether it is there.
export async function publish(desk, title, day, places) {
  const found = async () => (await desk.get("/redaktion/termine")).text.match(new RegExp(`href="([^"]+)">${title}<`))?.[1];
  const form = await desk.get("/redaktion/termine/neu");
  const host = form.text.match(/name="gastgeber"[\s\S]*?<option value="([0-9a-f-]{36})"/)[1];
  const draft = { titel: title, art: "working_party", gastgeber: host, tag: day, ganztags: "1", ort: "am Teich" };
  let path = await once(desk, form, "/redaktion/termine/neu", draft, found);
  path = path.split("?")[0];
  const isNeeded = async () => (await desk.get(`${path}/bedarf`)).text.includes("Schilf schneiden") && path;
  const need = { titel: "Schilf schneiden", mindestens: "1", hoechstens: String(places) };
  await once(desk, await desk.get(`${path}/bedarf/neu`), "/bedarf/neu", need, isNeeded);
  let page = await desk.get(path);
  // Something else is on that day, so there is a question first.
  for (let asked = 0; page.text.includes("/veroeffentlichen") && asked < 5; ++asked) page = await desk.submit(page, "/veroeffentlichen");
  page = await desk.get(path);
  return {
    day: page.text.match(/href="([^"]*\/tage\/[^"]*)"/)[1],
    address: page.text.match(/href="(\/termine\/2027[^"]*)"/)[1],
  };
}

async function once(desk, page, form, values, found) {
  for (;;) {
    try {
      const answer = await desk.submit(page, form, values, desk.askOnce);
      if (answer.status === 200) return answer.path;
      assert.equal(answer.status, 503, textOf(answer.text));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    const there = await found();
    if (there) return there;
  }
}

// A telephone at the gate. Keeps its taps until the program has them, as assets/js/attendance.js does.
class Phone {
  #taps = [];
  #sent = [];
  repeated = 0; // taps that were there although the answer never came

  constructor(program, desk, day) {
    Object.assign(this, { program, desk, day });
  }

  tap(kind, who, more = {}) {
    this.#taps.push({ id: randomUUID(), kind, who, at: this.program.server.now().getTime(), ...more });
  }

  async list() {
    const page = await this.desk.get(`${this.day}/anwesenheit/liste.json`);
    assert.equal(page.status, 200, page.text);
    return JSON.parse(page.text);
  }

  async synchronise() {
    while (this.#taps.length > 0) {
      const list = await this.list();
      if (await this.#send(list.token, this.#taps)) this.#sent.push(...this.#taps.splice(0));
    }
  }

  // Everything once more, as a phone does that never heard that it was taken.
  async sendAllAgain() {
    while (!(await this.#send((await this.list()).token, this.#sent)));
  }

  async #send(token, taps) {
    const fields = [["_token", token], ["jetzt", String(this.program.server.now().getTime())], ...taps.map((tap) => ["tipp", lineOf(tap)])];
    try {
      const answer = await this.desk.post(`${this.day}/anwesenheit/abgleich`, fields, this.program.askOnce);
      if (answer.status === 200) return true;
      assert.equal(answer.status, 503, answer.text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const rows = (await this.list()).shifts.flatMap((shift) => shift.rows);
      const isThere = ({ kind, who }) => rows.some((row) => row.id === who && (kind === "walk_up" || row.state === kind));
      if (taps.length > 0 && taps.every((tap) => tap.kind === "minutes" || isThere(tap))) this.repeated += 1;
    }
    return false;
  }
}

export class Days {
  #days = []; // { title, day, address, people: Map of name to { state, minutes }, text }
  #phones = [];

  constructor(program, desk, date, speed) {
    Object.assign(this, { program, desk, date, speed });
  }

  get count() {
    return this.#days.length;
  }

  get repeated() {
    return this.#phones.reduce((sum, phone) => sum + phone.repeated, 0);
  }

  async host(first, step) {
    for (let number = first; this.program.isKilling(); number += step) await this.#party(number);
  }

  async #party(number) {
    const title = `Probe Einsatz ${number}`;
    const party = { title, people: new Map(), ...(await publish(this.desk, title, this.date, 8)) };
    this.#days.push(party);
    const names = ["Anna", "Bert", "Cora", "Dora"].map((name) => `Probe ${name} ${number}`);
    const [place] = await openPlaces(this.program, party.address);
    await Promise.all(names.map((name, at) => this.#promised(party, place, name, number * 4 + at)));
    await Promise.all([this.#atTheGate(party, names), this.#byForm(party, names[3], number)]);
    await this.#tell(party);
  }

  async #promised(party, place, name, number) {
    const visitor = this.program.visitor(`198.${18 + ((number >> 8) % 2)}.${number % 256}.9`);
    assert.ok(await promise(visitor, place, this.speed, { name, reach: `03494 ${100000 + number}` }), `${name} can promise`);
    party.people.set(name, { state: "open", minutes: null });
  }

  // Two phones: one was without a network for a while and sends all at once, the other one each tap.
  async #atTheGate(party, [anna, bert, cora]) {
    const [gate, pocket] = [0, 1].map(() => new Phone(this.program, this.desk, party.day));
    this.#phones.push(gate, pocket);
    const { shifts } = await gate.list();
    const { id: shift, minutes, rows } = shifts[0];
    const who = (name) => rows.find((row) => row.name === name).id;
    const set = (name, state, worked = null) => party.people.set(name, { state, minutes: worked });

    const inPocket = async () => {
      const guest = randomUUID();
      pocket.tap("here", who(bert));
      pocket.tap("walk_up", guest, { people: 2, shift, name: `${party.title} zu zweit` });
      pocket.tap("minutes", guest, { minutes: 75 });
      pocket.tap("minutes", who(bert), { minutes: 90 });
      await pocket.synchronise();
      set(bert, "here", 90);
      set(`${party.title} zu zweit`, "here", 75);
      await pocket.sendAllAgain();
    };
    const tapByTap = async () => {
      gate.tap("here", who(anna));
      await gate.synchronise();
      set(anna, "here", minutes);
      gate.tap("here", who(cora));
      await gate.synchronise();
      set(cora, "here", minutes);
      gate.tap("absent", who(cora));
      await gate.synchronise();
      set(cora, "absent");
    };
    await Promise.all([inPocket(), tapByTap()]);
  }

  // Without JavaScript: somebody who promised, somebody who came by, and then the hours.
  async #byForm(party, name, number) {
    const sheet = `${party.day}/anwesenheit`;
    const rowOf = async (wanted) => {
      const { shifts } = JSON.parse((await this.desk.get(`${sheet}/liste.json`)).text);
      return { shift: shifts[0], row: shifts[0].rows.find((row) => row.name === wanted) };
    };
    const { shift, row } = await rowOf(name);
    const form = await this.desk.get(sheet);
    const ticked = [...form.text.matchAll(new RegExp(`name="da_${shift.id}"[^>]*value="([^"]+)"[^>]*checked`, "g"))].map(([, who]) => who);
    const guest = `Probe Gast ${number}`;
    const came = { [`da_${shift.id}`]: [...ticked, row.id], neu_wo: shift.id, neu_name: guest, neu_anzahl: "1" };
    good(await this.desk.submit(form, "/anwesenheit", came));
    party.people.set(name, { state: "here", minutes: shift.minutes });
    party.people.set(guest, { state: "here", minutes: shift.minutes });
    const stayed = 30 * (1 + this.program.random(5));
    const { row: guestRow } = await rowOf(guest);
    const hours = { [`stunden_${row.id}`]: hoursText(stayed), [`stunden_${guestRow.id}`]: "0:45" };
    good(await this.desk.submit(await this.desk.get(sheet), "/anwesenheit", hours));
    party.people.set(name, { state: "here", minutes: stayed });
    party.people.set(guest, { state: "here", minutes: 45 });
  }

  async #tell(party) {
    const path = `${party.day}/bericht`;
    const write = async (text) => {
      let form = await this.desk.get(path);
      for (;;) {
        const answer = await this.desk.submit(form, "Speichern", { bericht: text });
        // Saved by the request that was cut off, and sent again: what was typed stays there to be sent once more.
        if (answer.status !== 409) return good(answer);
        form = answer;
      }
    };
    const sum = this.#sumOf(party);
    const form = await this.desk.get(path);
    assert.equal(valueOf(form.text, "helfende"), String(sum.here), party.title);
    await write(`Der Teich von ${party.title} ist leer.`);
    party.text = `Der Teich von ${party.title} ist leer.`;
    good(await this.desk.submit(await this.desk.get(path), "Veröffentlichen"));
    party.isPublic = true;
    if (this.program.random(2) === 0) return;
    await write(`Der Teich von ${party.title} ist voll.`);
    party.text = `Der Teich von ${party.title} ist voll.`;
  }

  #sumOf(party) {
    const here = [...party.people].filter(([, one]) => one.state === "here").map(([name, one]) => ({ ...one, people: name.endsWith("zu zweit") ? 2 : 1 }));
    return {
      here: here.reduce((sum, one) => sum + one.people, 0),
      minutes: here.reduce((sum, one) => sum + one.people * one.minutes, 0),
    };
  }

  async assertKept() {
    for (const party of this.#days) {
      const list = JSON.parse((await this.desk.get(`${party.day}/anwesenheit/liste.json`)).text);
      const rows = list.shifts.flatMap((shift) => shift.rows);
      assert.deepEqual(
        rows.map(({ name, state, minutes }) => [name, state, minutes]).sort(),
        [...party.people].map(([name, { state, minutes }]) => [name, state, minutes]).sort(),
        party.title,
      );
      const { here, minutes } = this.#sumOf(party);
      const sheet = textOf((await this.desk.get(`${party.day}/anwesenheit`)).text);
      const expected = rows.reduce((sum, row) => sum + row.people, 0);
      assert.ok(sheet.includes(`Da: ${here} von ${expected}`), `${party.title}: ${sheet.slice(0, 300)}`);
      const shown = textOf((await this.program.visitor().get(party.address)).text);
      assert.equal(shown.split(party.text).length, 2, `${party.title} has its report once: ${shown}`);
      assert.ok(shown.includes(`Helfende ${here} `), `${party.title}: ${shown}`);
      const { text: form } = await this.desk.get(`${party.day}/bericht`);
      assert.deepEqual([valueOf(form, "helfende"), valueOf(form, "stunden")], [String(here), hoursText(minutes)], party.title);
      assert.doesNotMatch(shown, /Probe (Anna|Bert|Cora|Dora|Gast)/);
    }
    const people = this.#days.reduce((sum, party) => sum + party.people.size, 0);
    return `${this.count} parties with ${people} people, ${this.repeated} batches that were there although no answer came`;
  }
}
