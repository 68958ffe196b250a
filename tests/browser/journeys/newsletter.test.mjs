// Somebody orders the newsletter, gets it from a real mail server, and ends it with the one click that mail programs make.
// And the coordination writes to a list, takes a message back, and sends another one.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { startMailServer } from "../mail_server.mjs";
import { open, openDesk, sendAsPeopleDo } from "./steps.mjs";

const mail = await startMailServer();
const address = "https://heide.example";
// A morning: what may wait for the day goes out at once.
const server = await startDorfnetz({
  settings: `public_address = "${address}"\n${mail.settings}`,
  now: "2026-11-25 09:00:00",
});
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
  mail.stop();
});

const desk = await openDesk(browser, server);
const press = (page, name) => page.getByRole("main").getByRole("button", { name }).click();
const linkIn = (text, start) => text.match(new RegExp(`${start}[\\w.-]+`))[0];

test("the newsletter is ordered, gathered, sent and ended", async () => {
  const page = await (await open(browser, server, { javaScriptEnabled: false })).newPage();
  await page.goto("/rundbrief?dorf=krina");
  await page.getByLabel("Deine E-Mail-Adresse").fill("lina@example.org");
  await page.locator("[name=ja_newsletter]").check();
  await sendAsPeopleDo(page, "Rundbrief bestellen");
  await page.waitForURL("**/rundbrief/danke");
  const question = await mail.mailTo("lina@example.org", /bestätige/);
  await page.goto(linkIn(question.text, "/rundbrief/bestaetigen/"));
  await press(page, "Ja, ich will den Rundbrief");
  await page.waitForURL("**/rundbrief/bestellt");
  await mail.mailTo("lina@example.org", /Du bekommst jetzt/);

  // The draft is there by itself: it is the 25th.
  await desk.goto("/redaktion/rundbrief");
  await desk.getByRole("link", { name: "Rundbrief Dezember 2026" }).click();
  await desk.locator("[name=worte]").fill("Einen **schönen** Advent.");
  await press(desk, "Speichern");
  await desk.getByRole("button", { name: "Tiefer: Beispiel: Wir räumen am Teich auf" }).first().click();
  await press(desk, "Abschicken");
  await desk.getByText("geht an eine Adresse").waitFor();
  await press(desk, "Ja, abschicken");
  const letter = await mail.mailTo("lina@example.org", /^Rundbrief Dezember 2026/);
  assert.match(letter.text, /Einen schönen Advent/);
  assert.match(letter.text, /Wir räumen am Teich auf/);
  assert.match(letter.text, /Wo noch jemand gebraucht wird/);
  assert.doesNotMatch(letter.text, /Seniorencafé/, "that is in other villages");
  assert.match(letter.raw, /List-Unsubscribe-Post: List-Unsubscribe=One-Click/);

  await page.goto("/rundbrief/2026/12");
  await page.getByRole("heading", { name: "Rundbrief Dezember 2026" }).waitFor();
  const sheet = await page.request.get("/rundbrief/2026/12/krina.pdf");
  assert.equal((await sheet.body()).subarray(0, 5).toString(), "%PDF-");

  const leave = linkIn(letter.text, "/rundbrief/abbestellen/");
  const answer = await fetch(server.origin + leave, {
    method: "POST",
    body: "List-Unsubscribe=One-Click",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    redirect: "manual",
  });
  assert.equal(answer.status, 303);
  await desk.goto("/redaktion/rundbrief");
  await desk.getByText("0 Adressen bekommen ihn.").waitFor();
});

test("a message to a list is looked at, taken back, and sent", async () => {
  await desk.goto("/redaktion/engagierte?dorf=krina");
  await desk.getByRole("link", { name: "Nachricht an diese Liste" }).click();
  await desk.waitForURL("**/nachricht/engagierte?dorf=krina");
  await desk.locator("[name=betreff]").fill("Der Teich");
  await desk.locator("[name=text]").first().fill("Hallo {Vorname},\n\nam Samstag räumen wir auf.");
  await press(desk, "Ansehen");
  await desk.getByRole("heading", { name: "So sieht sie aus" }).waitFor();
  await press(desk, /^Ja, an \d+ schicken$/);
  await press(desk, "Zurückholen");
  await desk.getByRole("link", { name: "Ändern und neu schicken" }).click();
  assert.match(await desk.locator("[name=text]").inputValue(), /\n\nam Samstag/, "the lines are as they were typed");
  await press(desk, "Ansehen");
  await press(desk, /^Ja, an \d+ schicken$/);
  await desk.getByRole("button", { name: "Zurückholen" }).waitFor();
  const [letters] = await Promise.all([desk.waitForEvent("download"), press(desk, /Briefe? drucken/)]);
  assert.match(letters.suggestedFilename(), /^briefe-.*\.pdf$/);
  assert.ok(!mail.mails().some(({ subject }) => subject === "Der Teich"), "nothing goes in the first minute");
  const later = new Date(server.now().getTime() + 90_000);
  server.setNow(later.toISOString().slice(0, 19).replace("T", " "));
  const recipients = () => mail.mails().filter(({ subject }) => subject === "Der Teich");
  const deadline = Date.now() + 60_000;
  while (recipients().length === 0) {
    assert.ok(Date.now() < deadline, `the mails go out after the minute; the program said:\n${server.log()}`);
    await pause(100);
  }
  const [one] = recipients();
  assert.match(one.text, /^Hallo \S+,\r?\n\r?\nam Samstag/);
  assert.match(one.text, /\/einwilligung\//);
});
