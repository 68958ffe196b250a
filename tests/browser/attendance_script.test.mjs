// What the script for checking in makes of taps, without a browser: in whatever order they come, however often, and
// with a server that fails in between.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const source = readFileSync(join(fileURLToPath(import.meta.url), "../../../assets/js/attendance.js"), "utf8");

// A browser's storage and cookies, as far as the script asks for them.
class Storage {
  getItem(name) {
    return Object.hasOwn(this, name) ? this[name] : null;
  }
  setItem(name, value) {
    this[name] = value;
  }
  removeItem(name) {
    delete this[name];
  }
}
for (const name of ["getItem", "setItem", "removeItem"])
  Object.defineProperty(Storage.prototype, name, { enumerable: false });

globalThis.localStorage = new Storage();
globalThis.location = { protocol: "https:" };

const script = await import(`data:text/javascript,${encodeURIComponent(source)}`);
// The script starts by itself where there is a page; here it is asked piece by piece.
globalThis.document = { jar: "", get cookie() { return this.jar; }, set cookie(text) { this.jar = text.split("; ")[0]; } };

const row = (id, more = {}) => ({ id, name: id, people: 1, state: "open", at: 0, minutes: null, minutes_at: 0, ...more });
const list = () => ({ token: "t", shifts: [{ id: "grill", title: "Grill", minutes: 120, rows: [row("anna"), row("bert", { people: 2 })] }] });
const tap = (kind, who, at, more = {}) => ({ id: `${kind}-${who}-${at}`, kind, who, at, ...more });
const rowOf = (result, who) => result.shifts[0].rows.find(({ id }) => id === who);

test("of two taps the later one counts, in whatever order they come", () => {
  const taps = [tap("here", "anna", 1), tap("absent", "anna", 3), tap("open", "anna", 2), tap("minutes", "anna", 4, { minutes: 30 })];
  for (const order of [taps, [...taps].reverse(), [taps[2], taps[0], taps[3], taps[1]]]) {
    const anna = rowOf(script.applied(list(), order), "anna");
    assert.equal(anna.state, "absent");
    assert.equal(anna.minutes, 30);
  }
});

test("a tap of another phone that was later stays, though ours comes later", () => {
  const known = list();
  known.shifts[0].rows[0] = row("anna", { state: "absent", at: 10 });
  assert.equal(rowOf(script.applied(known, [tap("here", "anna", 9)]), "anna").state, "absent");
  assert.equal(rowOf(script.applied(known, [tap("here", "anna", 11)]), "anna").state, "here");
});

test("who is checked in has worked as long as the shift until somebody says otherwise", () => {
  assert.equal(rowOf(script.applied(list(), [tap("here", "anna", 1)]), "anna").minutes, 120);
  const taps = [tap("minutes", "anna", 2, { minutes: 45 }), tap("here", "anna", 1)];
  assert.equal(rowOf(script.applied(list(), taps), "anna").minutes, 45);
});

test("somebody who walks up has a line at once, and can be tapped like all others", () => {
  const came = tap("walk_up", "new", 5, { shift: "grill", people: 3, name: "Cora" });
  const result = script.applied(list(), [tap("absent", "new", 6), came]);
  assert.equal(rowOf(result, "new").name, "Cora");
  assert.equal(rowOf(result, "new").state, "absent");
  assert.deepEqual(script.counted(script.applied(list(), [came, tap("here", "bert", 1)])), { here: 5, all: 6 });
});

test("cakes are not counted among those who are there", () => {
  const known = list();
  known.shifts.push({ id: "cakes", title: "Kuchen", minutes: null, rows: [row("carl", { people: 3, state: "here" })] });
  assert.deepEqual(script.counted(known), { here: 0, all: 3 });
});

test("the server's list is not changed by looking at it", () => {
  const known = list();
  script.applied(known, [tap("here", "anna", 1), tap("walk_up", "new", 5, { shift: "grill", people: 1 })]);
  assert.deepEqual(known, list());
});

test("hours are read as people write them", () => {
  for (const [text, minutes] of [["1,5", 90], ["1.25", 75], ["1:30", 90], [" 2 ", 120], ["0", 0], ["", null], ["1:75", null], ["viel", null], ["-1", null]])
    assert.equal(script.minutes_of(text), minutes, text);
  assert.equal(script.hours_text(90), "1,5");
  assert.equal(script.hours_text(100), "1,67");
  assert.equal(script.hours_text(null), "");
});

test("an event is a line whose last word is the name", () => {
  assert.equal(script.line_of({ id: "e", kind: "here", who: "w", at: 7 }), "e here w 7 - -");
  assert.equal(script.line_of({ id: "e", kind: "minutes", who: "w", at: 7, minutes: 0 }), "e minutes w 7 0 -");
  assert.equal(script.line_of({ id: "e", kind: "walk_up", who: "w", at: 7, people: 2, shift: "s", name: "Cora von der Heide" }), "e walk_up w 7 2 s Cora von der Heide");
});

test("a code says whose it is, and other codes say nothing", () => {
  const id = "0199b1c2-0000-7000-8000-000000000001";
  assert.equal(script.who_of_code(`https://example.org/da/${id}`), id);
  assert.equal(script.who_of_code(`https://example.org/da/${id}/mehr`), null);
  assert.equal(script.who_of_code("https://example.org/termine"), null);
});

// A server that counts each id once, and can be cut off before or after it has done so.
function serverWith({ failures }) {
  const known = new Map();
  globalThis.fetch = async (address, { body } = {}) => {
    const failure = failures.shift();
    if (failure === "before") throw new TypeError("no network");
    if (body)
      for (const line of body.getAll("tipp")) {
        const [id] = line.split(" ");
        known.set(id, line);
      }
    if (failure === "after") throw new TypeError("no network");
    if (failure === "signed out") return { type: "opaqueredirect", status: 0 };
    assert.ok(address.startsWith("/seite/"));
    return { ok: true, status: 200, json: async () => list() };
  };
  return known;
}

const unsent = () => Object.keys(localStorage).filter((name) => name.startsWith("attendance:event:"));

test("what was tapped is sent until the server has it, and then it is gone from the phone", async () => {
  const failures = ["before", undefined, "before", undefined, "after", "signed out", undefined, undefined];
  const known = serverWith({ failures });
  for (let number = 0; number < 5; ++number) {
    const event = { ...tap("here", "anna", number), page: "/seite" };
    localStorage.setItem(`attendance:event:${event.id}`, JSON.stringify(event));
  }
  for (let round = 0; round < 4; ++round) {
    await assert.rejects(script.synchronised("/seite"));
    assert.equal(unsent().length, 5);
  }
  await script.synchronised("/seite");
  assert.equal(known.size, 5);
  assert.equal(unsent().length, 0);
});

test("names lie on the phone encrypted, and the key is a cookie", async () => {
  serverWith({ failures: [] });
  await script.synchronised("/seite");
  const kept = localStorage.getItem("attendance:list:/seite");
  assert.ok(kept.length > 100);
  assert.ok(!Object.values(localStorage).some((text) => String(text).includes("anna")), "a name can be read");
  assert.match(document.cookie, /^attendance_key=/);
});
