// Two villages in two browsers: one looks for a tent, the other one has it; it is booked, handed over and brought back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openLooks, problemsOf } from "../checks.mjs";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { choosePassword, linkInMail, open, save } from "./steps.mjs";

const tent = "Beispiel: Festzelt 10 m";

let server;
let browsers; // each side has one of its own, as at home
let looks;
let owner; // speaks for Gossa, whose club has the tent, at a desk
let borrower; // speaks for Krina, on a phone without JavaScript
let booking; // path of its page

before(async () => {
  server = await startDorfnetz({ knowsItsAddress: true });
  browsers = await Promise.all([openBrowser(), openBrowser()]);
  looks = await openLooks(browsers[0], server.origin);
  owner = await leadEditor(browsers[0], "gossa", { viewport: { width: 1280, height: 900 } });
  borrower = await leadEditor(browsers[1], "krina", { javaScriptEnabled: false });
});

after(async () => {
  await Promise.all((browsers ?? []).map((browser) => browser.close()));
  await server?.stop();
});

async function leadEditor(browser, village, settings = {}) {
  const page = await (await open(browser, server, settings)).newPage();
  const said = server.command(
    "user", "create", "--email", `${village}@example.org`, "--name", `Berta ${village}`, "--role", "lead_editor", "--village", village,
  );
  await choosePassword(page, said.match(/\/passwort\/[\w-]+/)[0]);
  return page;
}

// The Saturday in so many weeks, as people write it.
function saturday(weeks) {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7) + 7 * weeks);
  return `${day.getUTCDate()}.${day.getUTCMonth() + 1}.${day.getUTCFullYear()}`;
}

const lastBooking = (page) => new URL(page.url()).pathname;

// Fills a choice, whether it is drawn as a list or as buttons.
async function choose(page, name, label) {
  const field = page.locator(`select[name=${name}]`);
  if (await field.count()) await field.selectOption({ label });
  else await page.getByLabel(label, { exact: true }).check();
}

async function looksWell(path) {
  const problems = await problemsOf(path, looks);
  assert.equal(problems.length, 0, `${path}\n  ${problems.join("\n  ")}`);
}

test("a village looks for a tent, on a phone and without JavaScript", async () => {
  await borrower.goto("/leihen");
  await borrower.getByRole("link", { name: "Etwas suchen" }).click();
  await borrower.getByLabel("Was sucht ihr?").fill("Zelt für das Backhausfest");
  await choose(borrower, "art", "Etwas zum Leihen");
  await choose(borrower, "verein", "Beispiel: Frauengruppe Krina");
  await choose(borrower, "dorf", "Krina");
  await borrower.getByLabel("Für welche Tage? Der erste").fill(saturday(20));
  await borrower.getByLabel("Wie lange sollen es alle sehen?").fill(saturday(20));
  await save(borrower, "Veröffentlichen");
  await borrower.getByRole("status").getByText("Jetzt sehen es alle.").waitFor();
  await looksWell("/gesuche/zelt-fuer-das-backhausfest");
  await looksWell("/leihen?ansicht=gesuche");
});

test("another one has it, and the answer becomes a booking", async () => {
  await owner.goto("/leihen?ansicht=gesuche");
  await owner.getByRole("link", { name: "Zelt für das Backhausfest" }).first().click();
  await owner.getByRole("link", { name: "Wir haben das" }).click();
  await choose(owner, "verein", "Beispiel: Heimatverein Gossa e.V.");
  await choose(owner, "sache", `${tent} (Beispiel: Heimatverein Gossa e.V.)`);
  await owner.getByLabel("Was wollt ihr dazu sagen?").fill("Gern. Es steht trocken in der Scheune.");
  await save(owner, "Antwort senden");
  await owner.getByText("Eure Antwort ist unterwegs").waitFor();

  const place = await linkInMail(server, "krina@example.org", "/redaktion/leihen/gesuche/");
  await borrower.goto(place);
  await borrower.getByText("Es steht trocken in der Scheune.").waitFor();
  await save(borrower, "Ja, gern");
  await borrower.getByText("Abgemacht. Die Tage sind für euch gebucht.").waitFor();
  booking = lastBooking(borrower);
  assert.match(await borrower.locator("main").innerText(), /zugesagt/);
});

test("everybody sees that it is taken, nobody by whom", async () => {
  const visitor = await (await open(browsers[1], server)).newPage();
  await visitor.goto("/leihen");
  await visitor.getByLabel("Was sucht ihr?").fill(`Festzelt am ${saturday(20)}`);
  await visitor.getByRole("main").getByRole("button", { name: "Suchen" }).click();
  await visitor.getByText("vergeben", { exact: true }).first().waitFor();
  await visitor.getByRole("link", { name: tent }).click();
  assert.doesNotMatch(await visitor.locator("main").innerText(), /Frauengruppe/);
  await looksWell("/leihen");
  await looksWell(new URL(visitor.url()).pathname);
  assert.equal((await visitor.request.get(booking, { maxRedirects: 0 })).status(), 303, "a booking is for its two sides");
  await visitor.context().close();
});

test("two requests for the same day are agreed with once, also when both are said yes to at once", async () => {
  await owner.goto("/leihen");
  const page = await owner.getByRole("link", { name: tent }).getAttribute("href");
  const asked = [];
  for (let i = 0; i < 2; ++i) {
    await borrower.goto(`${page}/anfragen`);
    await choose(borrower, "verein", "Beispiel: Frauengruppe Krina");
    await borrower.getByLabel("Erster Tag").fill(saturday(24));
    // For exactly the same days it would be the same request.
    if (i === 1) await borrower.getByLabel("Letzter Tag").fill(saturday(25));
    await save(borrower, "Anfrage senden");
    await borrower.getByText("Die Anfrage ist unterwegs.").waitFor();
    asked.push(lastBooking(borrower));
  }
  const tabs = await Promise.all(asked.map(() => owner.context().newPage()));
  await Promise.all(tabs.map((tab, i) => tab.goto(asked[i])));
  await Promise.all(tabs.map((tab) => save(tab, "Zusagen")));
  await Promise.all(tabs.map((tab) => tab.getByText(/Zugesagt. Sie bekommen Bescheid.|Frei wäre es/).first().waitFor()));
  const said = await Promise.all(tabs.map((tab) => tab.locator("body").innerText()));
  assert.equal(said.filter((text) => text.includes("Zugesagt. Sie bekommen Bescheid.")).length, 1);
  assert.equal(said.filter((text) => text.includes("Frei wäre es")).length, 1);
  await Promise.all(tabs.map((tab) => tab.close()));
});

test("it is handed over and comes back with a note on what broke", async () => {
  await owner.goto(booking);
  await owner.getByLabel("In welchem Zustand geht es raus?").fill("Vollständig, 24 Heringe.");
  await save(owner, "Ausgegeben");
  await owner.getByText("Eingetragen: Es ist unterwegs.").waitFor();
  await save(owner, "Doch nicht ausgegeben");
  await owner.getByText("Zurückgenommen: Es ist noch nicht ausgegeben.").waitFor();
  assert.equal(await owner.getByLabel("In welchem Zustand geht es raus?").inputValue(), "Vollständig, 24 Heringe.");
  await save(owner, "Ausgegeben");
  await owner.getByText("Eingetragen: Es ist unterwegs.").waitFor();
  await borrower.goto(booking);
  await borrower.getByText("24 Heringe").waitFor();
  assert.equal(await borrower.getByRole("button", { name: "Ist wieder da" }).count(), 0, "the owner says what came back");

  await owner.getByLabel("In welchem Zustand kam es zurück?").fill("Trocken und sauber.");
  await owner.getByLabel("Ist etwas kaputt oder weg?").fill("Zwei Heringe fehlen.");
  await save(owner, "Ist wieder da");
  await owner.getByText("Eingetragen: Es ist wieder da.").waitFor();
  await linkInMail(server, "krina@example.org", "/redaktion/leihen/buchungen/");
  await borrower.reload();
  await borrower.getByText("Zwei Heringe fehlen.").waitFor();

  await borrower.goto("/leihen");
  assert.match(await borrower.locator("main").innerText(), /Gossa hat \S*mal geholfen/);
});

test("on a phone one month is shown, and one goes on and back without a script", async () => {
  await borrower.goto("/leihen");
  await borrower.getByRole("link", { name: tent }).first().click();
  const months = borrower.locator(".half-month");
  const shown = () => Promise.all([0, 1, 2].map((number) => months.nth(number).isVisible()));
  assert.deepEqual(await shown(), [true, false, false]);
  await months.nth(0).getByRole("link").click();
  assert.deepEqual(await shown(), [false, true, false]);
  await months.nth(1).getByRole("link").first().click();
  assert.deepEqual(await shown(), [true, false, false]);
});

test("the label leads to the page of the thing", async () => {
  await owner.goto("/redaktion/leihen");
  const label = await owner.getByRole("link", { name: "Etiketten mit QR-Code" }).getAttribute("href");
  const paper = await owner.request.get(label);
  assert.equal(paper.headers()["content-type"], "application/pdf");
  await owner.goto("/redaktion/leihen");
  await owner.getByRole("link", { name: tent }).last().click();
  await owner.getByRole("link", { name: "So sehen es alle" }).click();
  await owner.getByRole("heading", { name: tent }).waitFor();
});
