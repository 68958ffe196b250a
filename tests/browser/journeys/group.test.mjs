// A working group across two villages: founded by whoever writes for one of them, with a club, somebody of the register and
// somebody with an account in it; it has a page of its own, meets, takes on a task and has a calendar. Whoever leaves gets no
// more mail. Real browsers, a real mail server.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, test } from "node:test";
import { openLooks, problemsOf } from "../checks.mjs";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { startMailServer } from "../mail_server.mjs";
import { openForVillage } from "./meeting_steps.mjs";
import { open, openDesk, save } from "./steps.mjs";

const mailServer = await startMailServer();
const server = await startDorfnetz({ settings: mailServer.settings, knowsItsAddress: true, now: "2027-03-10 08:00:00" });
const browsers = await Promise.all([openBrowser(), openBrowser()]);
after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.stop();
  mailServer.stop();
});

const desk = await openDesk(browsers[0], server, { viewport: { width: 1280, height: 900 } });
const lea = await openForVillage(browsers[0], server, { name: "Lea Muster", village: "krina" });
const anna = await openForVillage(browsers[1], server, { name: "Anna Muster", village: "gossa" });
const visitor = await (await open(browsers[1], server)).newPage();
const looks = await openLooks(browsers[0], server.origin);
const group = "/arbeitsgruppen/wanderwege";
const onDesk = `/redaktion${group}`;
let meeting;
let club;
let annasCalendar;

async function looksWell(path, seen = looks) {
  const problems = await problemsOf(path, seen);
  assert.equal(problems.length, 0, `${path}\n  ${problems.join("\n  ")}`);
}

// Somebody who signed the printed sheet, and whom mail reaches.
async function enterFromPaper({ given, family, email }) {
  await visitor.goto("/mitmachen/papier");
  const sheet = await visitor.request.get(await visitor.getByRole("main").getByRole("link", { name: /Krina/ }).getAttribute("href"));
  const number = execFileSync("pdftotext", ["-", "-"], { input: await sheet.body(), encoding: "utf8" }).match(/KR-\d{4}-\d{4}/)[0];
  await desk.goto(`/redaktion/papier/${number}`);
  await desk.getByLabel("Vorname").fill(given);
  await desk.getByLabel("Nachname").fill(family);
  await desk.getByLabel("Wohnt in").selectOption({ label: "Krina" });
  await desk.locator("[name=mail]").fill(email);
  await desk.getByLabel("16 oder älter").check();
  await desk.locator("[name=ja_lead_contact]").check();
  await desk.locator("[name=unterschrift]").check();
  await desk.locator("[name=unterschrieben_am]").fill("8.3.2027");
  await save(desk, "Eintragen");
  await desk.getByRole("status").first().waitFor();
}

// Whoever leads fills in the form of a meeting of the group and invites to it.
async function plan(title, day, audience) {
  await lea.goto("/redaktion/treffen/neu");
  await lea.locator("[name=titel]").fill(title);
  const kind = lea.locator("[name=art]");
  if (await kind.first().evaluate((field) => field.tagName === "SELECT")) await kind.selectOption({ label: "Arbeitsgruppe Wanderwege" });
  else await lea.getByLabel("Arbeitsgruppe Wanderwege").check();
  await lea.locator("[name=tag]").fill(day);
  await lea.locator("[name=beginn]").fill("18");
  await lea.locator("[name=ende]").fill("20");
  await lea.locator(`[name=publikum][value=${audience}]`).check();
  await lea.locator('form[action$="/redaktion/treffen/neu"] button[type=submit]').click();
  await lea.waitForURL(/treffen\/[0-9a-f-]{36}/);
  return new URL(lea.url()).pathname;
}

async function inviteTo(path, button) {
  await lea.goto(`${path}/einladen`);
  if (button === "Noch einmal einladen") await lea.locator("summary", { hasText: "Hat sich etwas geändert?" }).click();
  await save(lea, button);
  await save(lea, "Ja, einladen");
  await lea.getByText(/^Eingeladen\./).waitFor();
}

const mailsTo = (address) => mailServer.mails().filter((mail) => mail.to === address && /Wege abgehen/.test(mail.subject)).length;

test("whoever writes for a village founds a group for two villages", async () => {
  await lea.goto("/redaktion/arbeitsgruppen/neu");
  await lea.locator("[name=titel]").fill("Wanderwege");
  await lea.locator("[name=kurz]").fill("Damit man von Dorf zu Dorf kommt.");
  await lea.locator("[name=ziele]").fill("Wir mähen und schildern aus.");
  for (const village of ["Krina", "Gossa"]) await lea.getByLabel(village, { exact: true }).check();
  await lea.locator("[name=offen]").check();
  await save(lea, "Gruppe gründen");
  await lea.getByText("Die Gruppe ist gegründet.").waitFor();
  await visitor.goto("/arbeitsgruppen");
  await visitor.getByRole("link", { name: "Wanderwege" }).click();
  await visitor.getByText("Wir mähen und schildern aus.").waitFor();
});

test("a club, somebody of the register and somebody with an account come in", async () => {
  await enterFromPaper({ given: "Karl", family: "Wegemann", email: "karl.wegemann@example.org" });
  await lea.goto(`${onDesk}/mitglieder`);
  club = await lea.locator("#verein-liste option").first().getAttribute("value");
  await lea.locator("[name=verein]").fill(club);
  await lea.locator('form[action$="/mitglieder/verein"]').getByRole("button", { name: "Aufnehmen" }).click();
  await lea.getByText("Aufgenommen.").waitFor();
  await lea.goto(`${onDesk}/mitglieder?q=Wegemann`);
  await lea.locator("li", { hasText: "Karl Wegemann" }).getByRole("button", { name: "Aufnehmen" }).click();
  await lea.getByText("Aufgenommen.").waitFor();
  await desk.goto(`${onDesk}/mitglieder`);
  await desk.getByText("Jemand mit Zugang").click();
  const accounts = desk.locator("[name=zugang]");
  if (await accounts.first().evaluate((field) => field.tagName === "SELECT")) await accounts.selectOption({ label: "Anna Muster" });
  else await desk.getByLabel("Anna Muster").check();
  await desk.locator('form[action$="/mitglieder/zugang"]').getByRole("button", { name: "Aufnehmen" }).click();
  await desk.getByText("Aufgenommen.").waitFor();

  await visitor.goto(group);
  await visitor.getByRole("link", { name: club }).first().waitFor();
  assert.equal(await visitor.getByText("Wegemann").count(), 0, "nobody is named who did not agree to that");
  await anna.goto(group);
  await anna.getByText("Lea Muster").waitFor();
});

test("it has texts of its own, for everybody and for its members", async () => {
  for (const [title, whom] of [["Unser Wegeplan", "public"], ["Wo der Schlüssel hängt", "members"]]) {
    await lea.goto(`${onDesk}/seiten/neu`);
    await lea.locator("[name=titel]").fill(title);
    await lea.locator("[name=text]").fill(`Mehr über: ${title}.`);
    await lea.locator(`[name=fuer][value=${whom}]`).check();
    await save(lea, "Speichern");
    await lea.waitForURL(/meldung=/);
  }
  await visitor.goto(group);
  await visitor.getByRole("link", { name: "Unser Wegeplan" }).click();
  await visitor.getByText("Mehr über: Unser Wegeplan.").waitFor();
  await visitor.goto(group);
  assert.equal(await visitor.getByText("Wo der Schlüssel hängt").count(), 0);
  await anna.goto(group);
  await anna.getByRole("link", { name: "Wo der Schlüssel hängt" }).click();
  await anna.getByText("Mehr über: Wo der Schlüssel hängt.").waitFor();
});

test("it meets, and everybody in it is invited by mail", async () => {
  meeting = await plan("Wege abgehen", "20.3.2027", "public");
  await inviteTo(meeting, "Einladen");
  for (const address of ["lea-muster@example.org", "anna-muster@example.org", "karl.wegemann@example.org"])
    await mailServer.mailTo(address, /Einladung: Wege abgehen/);
  await visitor.goto(group);
  await visitor.getByRole("link", { name: "Wege abgehen" }).waitFor();
});

test("a task for the group stands on its page", async () => {
  await lea.goto(group);
  await lea.getByRole("link", { name: "Neue Aufgabe" }).click();
  await lea.locator("[name=titel]").fill("Schilder bestellen");
  await lea.locator("[name=mensch]").fill("Karl Wegemann");
  await lea.locator("[name=bis]").fill("18.3.2027");
  await lea.locator("[name=sichtbar][value=public]").check();
  await lea.locator('form[action*="/redaktion/aufgaben"] button[type=submit]').first().click();
  await lea.waitForURL(/meldung=/);
  await visitor.goto(group);
  const task = visitor.locator("li.entry", { hasText: "Schilder bestellen" });
  await task.getByText("18. März", { exact: false }).waitFor();
  assert.equal(await task.getByText("Wegemann").count(), 0, "everybody reads of somebody, not of whom");
});

test("its calendar has what is public, and nothing else", async () => {
  await inviteTo(await plan("Unter uns", "22.3.2027", "members"), "Einladen");
  const feed = await visitor.request.get(`${group}/termine.ics`);
  assert.equal(feed.status(), 200);
  assert.match(feed.headers()["content-type"], /text\/calendar/);
  const text = await feed.text();
  assert.match(text, /SUMMARY:Wege abgehen/);
  assert.match(text, /DTSTART:20270320T170000Z/);
  assert.doesNotMatch(text, /Unter uns/);
});

test("whoever is in it has a calendar of their own with all of it", async () => {
  await anna.goto(group);
  await save(anna, "Meinen Kalender anlegen");
  await anna.getByText("Dein Kalender der Gruppe hat jetzt eine Adresse.").waitFor();
  annasCalendar = new URL(await anna.getByRole("region", { name: "Auch, was nur die Gruppe sieht" }).locator("code").innerText()).pathname;
  const feed = await visitor.request.get(annasCalendar);
  assert.match(await feed.text(), /SUMMARY:Unter uns/, "a calendar program does not sign in");
});

test("its pages look well, for visitors and for who keeps them", async () => {
  for (const path of ["/arbeitsgruppen", group, `${group}/seiten/unser-wegeplan`]) await looksWell(path);
  const own = await openLooks(browsers[0], server.origin, await lea.context().storageState());
  for (const path of [group, onDesk, `${onDesk}/mitglieder`, `${onDesk}/seiten/neu`, `${meeting}/einladen`]) await looksWell(path, own);
});

test("whoever leaves gets no more mail, and the others do", async () => {
  await anna.goto(group);
  await save(anna, "Ich höre in der Gruppe auf");
  await anna.getByText("Du bist nicht mehr in der Gruppe.").waitFor();
  assert.equal((await visitor.request.get(annasCalendar)).status(), 404);
  await lea.goto(`${onDesk}/mitglieder`);
  await lea.getByRole("row", { name: /Karl Wegemann/ }).getByRole("button", { name: "Entfernen" }).click();
  await lea.getByText("Aus der Gruppe genommen.").waitFor();
  const last = mailServer.mails().at(-1).number;
  await inviteTo(meeting, "Noch einmal einladen");
  await mailServer.mailTo("lea-muster@example.org", /Einladung: Wege abgehen/, { after: last });
  assert.equal(mailsTo("anna-muster@example.org"), 1);
  assert.equal(mailsTo("karl.wegemann@example.org"), 1);
});
