// What the script for writing minutes makes of letters, answers and what others write, without a browser: in whatever
// order it comes, and with a line that breaks.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

const source = readFileSync(join(fileURLToPath(import.meta.url), "../../../assets/js/minutes.js"), "utf8");

// A browser's storage, as far as the script asks for it.
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
for (const name of ["getItem", "setItem", "removeItem"]) Object.defineProperty(Storage.prototype, name, { enumerable: false });

const script = await import(`data:text/javascript,${encodeURIComponent(source)}`);
beforeEach(() => {
  globalThis.localStorage = new Storage();
});

const now = 1_800_000_000_000;
const second = 1000;
const row = (version, text, more = {}) => ({ id: "p", version, text, held_by: "", own: false, held_ms: 0, besides: [], ...more });
const taken = (matter, version, more = {}) => script.answered(matter, script.save_of(matter), { verdict: "taken", version, beside: false, ...more }, now);
const beside = (matter) => script.answered(matter, script.save_of(matter), { verdict: "beside", version: 9, beside: true }, now);

test("the first letter is sent at once, the others after a pause, and whoever types without one is sent all the same", () => {
  let matter = script.typed(script.fresh("p", 3, ""), "D", 1, now);
  assert.equal(script.due_at(matter, now), now);
  matter = script.typed(taken(matter, 4), "De", 2, now);
  assert.equal(script.due_at(matter, now), now + 1.5 * second);
  for (let at = now + second; at <= now + 20 * second; at += second) matter = script.typed(matter, `${matter.text}r`, 3, at);
  assert.equal(script.due_at(matter, now + 20 * second), now + 5 * second);
  assert.equal(script.due_at(taken(matter, 5), now), Infinity);
});

test("what is typed while a save is on its way is unsaved and goes on from the version that was taken", () => {
  const first = script.typed(script.fresh("p", 3, ""), "Der", 1, now);
  const second_ = script.typed(first, "Der Teich", 2, now);
  const after = script.answered(second_, script.save_of(first), { verdict: "taken", version: 4, beside: false }, now);
  assert.ok(script.is_unsaved(after));
  assert.deepEqual(script.save_of(after), { id: "p", number: 2, based_on: 4, text: "Der Teich" });
});

test("what others wrote comes into the field of whoever has nothing unsaved, and replaces nobody's typing", () => {
  const idle = script.fresh("p", 3, "Der");
  assert.equal(script.heard(idle, row(4, "Der Teich"), now).text, "Der Teich");
  assert.equal(script.heard(idle, row(4, "Der Teich"), now).version, 4);
  const typing = script.typed(idle, "Die Bank", 1, now);
  const heard = script.heard(typing, row(4, "Der Teich"), now);
  assert.equal(heard.text, "Die Bank");
  assert.equal(heard.version, 3, "whoever has not seen a version does not go on from it");
});

test("an answer that says what is past brings back nothing", () => {
  const matter = taken(script.typed(script.fresh("p", 3, "Der"), "Der Teich", 1, now), 4);
  assert.equal(script.heard(matter, row(3, "Der"), now).text, "Der Teich");
});

test("a save that is known came in before, but the version that the answer names may be somebody else's", () => {
  const matter = script.typed(script.fresh("p", 3, ""), "Der", 1, now);
  const after = script.answered(matter, script.save_of(matter), { verdict: "known", version: 8, beside: false }, now);
  assert.equal(after.version, 3);
  assert.ok(!script.is_unsaved(after));
  assert.equal(script.heard(after, row(8, "Der Teich"), now).text, "Der Teich");
});

test("what lies beside stays in the field until somebody has put it together", () => {
  let matter = beside(script.typed(script.fresh("p", 3, "Der"), "Die Bank", 1, now));
  assert.ok(!script.is_unsaved(matter));
  matter = script.heard(matter, row(9, "Der Teich", { besides: [{ name: "Anna", own: true, address: "/x" }] }), now);
  assert.equal(matter.text, "Die Bank");
  assert.equal(script.is_closed(matter, now), false);
  assert.equal(script.due_at(script.typed(matter, "Die Bank ist", 2, now), now), now + 1.5 * second);
  matter = script.heard(matter, row(10, "Der Teich, die Bank"), now);
  assert.deepEqual([matter.text, matter.version, matter.is_beside], ["Der Teich, die Bank", 10, false]);
});

test("a field is closed as long as somebody else writes there, but never to whoever has something unsaved", () => {
  const idle = script.heard(script.fresh("p", 3, "Der"), row(3, "Der", { held_by: "Anna", held_ms: 60 * second }), now);
  assert.ok(script.is_closed(idle, now));
  assert.ok(!script.is_closed(idle, now + 60 * second));
  assert.ok(!script.is_closed(script.typed(idle, "Der T", 1, now), now));
  assert.ok(!script.is_closed(script.heard(idle, row(3, "Der", { held_by: "Ich", own: true, held_ms: 60 * second }), now), now));
});

test("minutes that are approved take nothing in, and nothing is tried again and again", () => {
  let matter = script.typed(script.fresh("p", 3, ""), "Der", 1, now);
  matter = script.answered(matter, script.save_of(matter), { verdict: "refused", version: 3 }, now);
  assert.ok(script.is_unsaved(matter));
  assert.equal(script.due_at(matter, now), Infinity);
  assert.notEqual(script.due_at(script.typed(matter, "Der T", 2, now), now), Infinity);
});

test("what was refused says why, and a matter that was taken off is never tried again", () => {
  const matter = script.typed(script.fresh("p", 3, ""), "Der", 1, now);
  const answer = (verdict) => script.answered(matter, script.save_of(matter), { verdict, version: 3 }, now);
  assert.equal(answer("refused").why, "refused");
  assert.equal(answer("too_many").why, "tooMany");
  assert.equal(script.due_at(answer("too_many"), now), Infinity);
  const gone = script.not_taken(matter, script.save_of(matter), "gone");
  assert.equal(script.due_at(script.typed(gone, "Der T", 2, now), now), Infinity);
  assert.notEqual(script.due_at(script.typed(answer("too_many"), "Der T", 2, now), now), Infinity);
});

test("whoever has finished holds the matter no longer, whatever the server says to that", () => {
  const matter = taken(script.typed(script.fresh("p", 3, ""), "Der", 1, now), 4);
  for (const verdict of ["known", "unchanged", "taken"])
    assert.ok(!script.is_own(script.answered(matter, { ...script.save_of(matter), release: true }, { verdict, version: 4, beside: false }, now), now));
});

test("a device without room says so", () => {
  globalThis.localStorage.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  Object.defineProperty(globalThis.localStorage, "setItem", { enumerable: false });
  assert.equal(script.keep(entry("mine", 1, "Die Bank")), false);
});

// A server that counts each number of a page once, and can be cut off before or after it has done so.
function serverWith({ failures, verdict = "taken" }) {
  const known = new Map();
  globalThis.fetch = async (address, { body } = {}) => {
    const failure = failures.shift();
    if (failure === "before") throw new TypeError("no network");
    if (body) {
      const [tab, number] = [body.get("tab"), Number(body.get("nummer"))];
      if (!(known.get(tab)?.number >= number)) known.set(tab, { number, text: body.get("text"), based_on: body.get("fassung") });
    }
    if (failure === "after") throw new TypeError("no network");
    if (failure === "signed out") return { type: "opaqueredirect", status: 0 };
    assert.ok(address.startsWith("/seite/"));
    return { ok: true, status: 200, json: async () => (body ? { verdict } : { token: "t", writer: "anna" }) };
  };
  return known;
}

const entry = (tab, number, text, writer = "anna") => ({ page: "/seite", tab, writer, id: "p", number, based_on: 3, text, at: Date.now() });

test("what an earlier page left on the device is sent until the server has it, as that page would have", async () => {
  const known = serverWith({ failures: ["before", undefined, "before", undefined, "after", "signed out"] });
  script.keep(entry("old", 7, "Der Teich"));
  for (let round = 0; round < 4; ++round) {
    await assert.rejects(script.send_left());
    assert.equal(script.waiting().length, 1);
  }
  await script.send_left();
  assert.equal(script.waiting().length, 0);
  assert.deepEqual(known.get("old"), { number: 7, text: "Der Teich", based_on: "3" });
});

test("a page sends what others left and looks after its own by itself", async () => {
  const known = serverWith({ failures: [] });
  script.keep(entry("mine", 1, "Die Bank"));
  script.keep(entry("old", 1, "Der Teich"));
  await script.send_left("/seite", "mine");
  assert.deepEqual([...known.keys()], ["old"]);
  assert.equal(script.waiting().length, 1);
});

test("what was typed after a save went out is not forgotten with it", () => {
  script.keep(entry("mine", 2, "Der Teich"));
  script.forget(entry("mine", 1, "Der"));
  assert.equal(script.waiting()[0].text, "Der Teich");
  script.forget(entry("mine", 2, "Der Teich"));
  assert.equal(script.waiting().length, 0);
});

test("what approved minutes do not take stays on the device, to be copied from there", async () => {
  const known = serverWith({ failures: [], verdict: "refused" });
  script.keep(entry("late", 1, "Der Teich"));
  for (let round = 0; round < 3; ++round) await script.send_left();
  assert.equal(script.waiting()[0].text, "Der Teich");
  assert.equal(known.size, 1);
});

test("a page that stands open when somebody else signs in takes no answer that is meant for them", async () => {
  serverWith({ failures: [] });
  assert.equal((await script.state_for("anna", "/seite", "mine", 0)).token, "t");
  await assert.rejects(script.state_for("bert", "/seite", "mine", 0));
});

test("what another tab sends later gives no hold away and takes none", async () => {
  serverWith({ failures: [] });
  const sent = [];
  const { fetch } = globalThis;
  globalThis.fetch = (address, settings = {}) => (settings.body && sent.push(settings.body.get("fertig") + settings.body.get("nachgereicht")), fetch(address, settings));
  script.keep(entry("typing", 1, "Die Bank"));
  script.keep({ ...entry("old", 1, "Der Teich"), at: Date.now() - 60 * second });
  await script.send_left();
  assert.deepEqual(sent, ["1", "1"]);
});

test("what somebody typed goes out under nobody else's name", async () => {
  const known = serverWith({ failures: [] });
  script.keep(entry("theirs", 1, "Die Bank", "bert"));
  await script.send_left();
  assert.equal(known.size, 0);
  assert.equal(script.waiting().length, 1);
});
