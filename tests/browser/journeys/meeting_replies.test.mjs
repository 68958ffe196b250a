// Who comes to a meeting, and ways back from a slip: invited by mail, answered by a link without JavaScript and on paper; begun
// too early and taken back; called off and taking place after all; entered by mistake and deleted. Real browsers, a real mail server.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openLooks, problemsOf } from "../checks.mjs";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { startMailServer } from "../mail_server.mjs";
import { openForVillage } from "./meeting_steps.mjs";
import { open, openDesk, save } from "./steps.mjs";

const mailServer = await startMailServer();
const server = await startDorfnetz({ settings: mailServer.settings, knowsItsAddress: true, now: "2027-03-10 08:00:00" });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
  mailServer.stop();
});

const desk = await openDesk(browser, server);
await openForVillage(browser, server, { name: "Anna Muster", village: "burgkemnitz" });
const looks = await openLooks(browser, server.origin, await desk.context().storageState());
let meeting;
let answerPage;

async function looksWell(path) {
  const problems = await problemsOf(path, looks);
  assert.equal(problems.length, 0, `${path}\n  ${problems.join("\n  ")}`);
}

async function enter(title) {
  await desk.goto("/redaktion/treffen/neu");
  await desk.locator("[name=titel]").fill(title);
  await desk.locator("[name=tag]").fill("30.3.2027");
  await desk.locator("[name=beginn]").fill("18");
  await desk.locator("[name=ende]").fill("20");
  await desk.locator("[name=publikum][value=public]").check();
  await desk.locator('form[action$="/redaktion/treffen/neu"] button[type=submit]').click();
  await desk.waitForURL(/treffen\/[0-9a-f-]{36}/);
  return new URL(desk.url()).pathname;
}

test("after the invitation the page leads on to who comes", async () => {
  meeting = await enter("Treffen im Frühling");
  await desk.goto(`${meeting}/einladen`);
  await save(desk, "Einladen");
  await save(desk, "Ja, einladen");
  await desk.getByText("Ihr habt eingeladen.").waitFor();
  await looksWell(`${meeting}/einladen`);
  await desk.getByRole("main").getByRole("link", { name: "Wer kommt?" }).click();
  await desk.getByText(/Zugesagt haben 0 von \d+ Dörfern/).waitFor();
});

test("a lead editor answers by the link in the mail, without signing in and without JavaScript", async () => {
  const mail = await mailServer.mailTo("anna-muster@example.org", /Einladung: Treffen im Frühling/);
  answerPage = mail.text.match(/\/treffen\/[\w-]+\/antwort\/[0-9a-f]+/)[0];
  const page = await (await open(browser, server, { javaScriptEnabled: false })).newPage();
  await page.goto(answerPage);
  await page.getByRole("heading", { name: "Burgkemnitz" }).waitFor();
  await save(page, "Wir kommen");
  await page.getByText("Ihr kommt.").waitFor();
  await page.getByLabel("Wer kommt für euch?").fill("Anna und Bert");
  await save(page, "Speichern");
  await page.getByText("Ihr kommt: Anna und Bert.").waitFor();
  await page.context().close();
  await looksWell(answerPage);
});

test("what comes back on paper is entered beside it, and counted", async () => {
  await desk.goto(`${meeting}/zusagen`);
  await desk.getByText("Anna und Bert").waitFor();
  const village = desk.locator("li.entry", { hasText: "noch nichts gehört" }).first();
  const name = await village.getByRole("heading").innerText();
  await village.getByRole("button", { name: "kommt", exact: true }).click();
  await desk.locator("li.entry", { hasText: name }).getByText("eingetragen").waitFor();
  await desk.getByText(/Zugesagt haben 2 von \d+ Dörfern/).waitFor();
  await looksWell(`${meeting}/zusagen`);
});

test("whoever begins too early takes it back, and whoever called it off says that it takes place", async () => {
  await desk.goto(`${meeting}/anwesenheit`);
  await desk.getByText("zugesagt: Anna und Bert").waitFor();
  await save(desk, "Treffen beginnen");
  await save(desk, "Ja, es beginnt jetzt");
  await desk.getByText("Zu früh getippt?").waitFor();
  await looksWell(`${meeting}/anwesenheit`);
  await save(desk, "Doch noch nicht begonnen");
  await desk.getByText("Das Treffen hat noch nicht begonnen.").waitFor();
  await desk.getByRole("main").getByRole("link", { name: "Absagen", exact: true }).click();
  await save(desk, "Treffen absagen");
  await mailServer.mailTo("anna-muster@example.org", /Fällt aus: Treffen im Frühling/);
  await looksWell(meeting);
  await save(desk, "Findet doch statt");
  await save(desk, "Ja, es findet statt");
  await mailServer.mailTo("anna-muster@example.org", /Findet doch statt: Treffen im Frühling/);
  await desk.goto(`${meeting}/zusagen`);
  await desk.getByText("Anna und Bert").waitFor();
});

test("what was entered by mistake is deleted after a question", async () => {
  const slip = await enter("Vertippt");
  await save(desk, "Löschen");
  await desk.getByText("„Vertippt“ ist dann weg, ganz und gar.").waitFor();
  await save(desk, "Ja, löschen");
  await desk.getByText("Das Treffen ist gelöscht.").waitFor();
  assert.equal((await desk.request.get(slip)).status(), 404);
});
