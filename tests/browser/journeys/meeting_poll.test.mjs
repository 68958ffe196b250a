// From "when shall we meet?" to an invitation that the calendar takes in: a poll that is mailed and hung up, answered in
// browsers of their own by people with and without an account, one of them without JavaScript and one by telephone; the
// best date is taken, and the invitation goes to a real mail server.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { startMailServer } from "../mail_server.mjs";
import { openForVillage } from "./meeting_steps.mjs";
import { open, openDesk, save, sendAsPeopleDo } from "./steps.mjs";

const mailServer = await startMailServer();
const server = await startDorfnetz({ settings: mailServer.settings, knowsItsAddress: true, now: "2027-03-10 08:00:00" });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
  mailServer.stop();
});

const desk = await openDesk(browser, server);
const anna = await openForVillage(browser, server, { name: "Anna Muster", village: "burgkemnitz" });
await openForVillage(browser, server, { name: "Bert Beispiel", village: "plodda" });
let poll;
let openLink;

// Says yes, if needed or no to each date in turn: "jwn".
async function answer(page, { name, village }, said) {
  if (name) await page.locator("[name=name]").fill(name);
  if (village) {
    const field = page.locator("[name=dorf]");
    if (await field.first().evaluate((each) => each.tagName === "SELECT")) await field.selectOption({ label: village });
    else await page.getByLabel(village, { exact: true }).check();
  }
  const words = { j: "yes", w: "if_needed", n: "no" };
  const dates = await page.locator('main [name^="termin_"][value="yes"]').evaluateAll((each) => each.map((one) => one.name));
  assert.equal(dates.length, said.length);
  for (const [number, letter] of [...said].entries()) await page.locator(`[name="${dates[number]}"][value="${words[letter]}"]`).check();
}

// What a phone sees that is held before the poster.
async function codeOnPoster(page, address) {
  await page.goto(address);
  const file = join(server.folder, "poster.png");
  await page.screenshot({ path: file, fullPage: true });
  return execFileSync("zbarimg", ["--quiet", "--raw", file], { encoding: "utf8" }).trim();
}

// The appointment in a mail, as a calendar reads it.
function calendarIn(mail) {
  const part = mail.raw.split(/^Content-Type: /m).find((each) => each.startsWith("text/calendar"));
  assert.ok(part, "the mail brings an appointment");
  const [head, ...body] = part.split(/\r?\n\r?\n/);
  const text = body.join("\n\n").split(/\r?\n--/)[0];
  const decoded = /base64/i.test(head) ? Buffer.from(text.replace(/\s/g, ""), "base64").toString("utf8") : text.replace(/=\r?\n/g, "").replace(/=3D/g, "=");
  return decoded.replace(/\r?\n[ \t]/g, "");
}

test("whoever coordinates proposes three evenings and sends the question out", async () => {
  await desk.goto("/redaktion/treffen/neu");
  await desk.locator("[name=titel]").fill("Treffen im Frühling");
  await desk.locator("[name=publikum][value=public]").check();
  await desk.locator('form[action$="/redaktion/treffen/neu"] button[type=submit]').click();
  await desk.waitForURL(/treffen\/[0-9a-f-]{36}/);
  await desk.getByRole("link", { name: "Termin suchen" }).click();
  await desk.locator("[name=tage]").fill("25.3., 26.3. und 30.3.");
  await desk.locator("[name=beginn]").fill("18");
  await desk.locator("[name=ende]").fill("20:30");
  await desk.locator("[name=bis]").fill("20.3.2027");
  await save(desk, "Umfrage anlegen");
  await desk.getByText("Die Umfrage steht.").waitFor();
  poll = new URL(desk.url()).pathname;
  await save(desk, "Per Mail verschicken");
  await save(desk, "Ja, verschicken");
  await desk.getByText("Die Mails sind unterwegs.").waitFor();
});

test("a lead editor answers by the link in the mail, without signing in and without JavaScript", async () => {
  const mail = await mailServer.mailTo("anna-muster@example.org", /Wann kannst du\? Treffen im Frühling/);
  assert.match(mail.text, /Di\., 30\. März.*18 bis 20:30 Uhr/);
  const context = await open(browser, server, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(mail.text.match(/\/umfrage\/[\w-]+/)[0]);
  assert.equal(await page.getByLabel("Wie heißt du?").inputValue(), "Anna Muster");
  await answer(page, {}, "njj");
  await sendAsPeopleDo(page, "Antwort abschicken");
  await page.getByText("Sie ist angekommen.").waitFor();
  await page.getByRole("heading", { name: "So steht es bis jetzt" }).waitFor();
  await context.close();
});

test("whoever scans the code on the sheet answers without an account, and changes it on a page of their own", async () => {
  const context = await open(browser, server);
  const page = await context.newPage();
  openLink = await codeOnPoster(desk, `${poll}/aushang`);
  await page.goto(openLink);
  await answer(page, { name: "Cora Probe", village: "Schlaitz" }, "jnn");
  await sendAsPeopleDo(page, "Antwort abschicken");
  await page.getByText("Das ist deine eigene Seite.").waitFor();
  assert.notEqual(new URL(page.url()).pathname, new URL(openLink).pathname);
  await page.locator("summary", { hasText: "Antwort ändern" }).click();
  await answer(page, {}, "wnj");
  await sendAsPeopleDo(page, "Antwort ändern");
  await page.getByRole("region", { name: "Deine Antwort" }).getByText("Wenn nötig").waitFor();

  const stranger = await (await open(browser, server)).newPage();
  await stranger.goto(openLink);
  assert.equal(await stranger.getByText("Cora").count(), 0, "nobody reads there who answered");
  await answer(stranger, { name: "Dora Muster", village: "Krina" }, "njw");
  await sendAsPeopleDo(stranger, "Antwort abschicken");
  await stranger.getByText("Das ist deine eigene Seite.").waitFor();
  await stranger.context().close();
  await context.close();
});

test("another lead editor types in who called, and sees who said what", async () => {
  await anna.goto(`${poll}/antwort`);
  await answer(anna, { name: "Emil vom Telefon", village: "Rösa" }, "nnj");
  await save(anna, "Eintragen");
  await anna.getByText("Emil vom Telefon (Rösa)").first().waitFor();
  await anna.getByText("Cora Probe (Schlaitz)").first().waitFor();
  assert.equal(await anna.getByRole("button", { name: "Diesen Termin nehmen" }).count(), 0, "that is for who leads");
});

test("the best date is taken, and the invitation reaches the mailbox with an appointment", async () => {
  await desk.goto(poll);
  const best = desk.locator("li.entry", { hasText: "passt am besten" });
  await best.getByText("Di., 30. März", { exact: false }).first().waitFor();
  await best.getByRole("button", { name: "Diesen Termin nehmen" }).click();
  await save(desk, "Ja, diesen Termin");
  await desk.getByText("Der Termin steht. Jetzt kannst du einladen.").waitFor();
  await desk.goto(`${new URL(desk.url()).pathname}/einladen`);
  await save(desk, "Einladen");
  await save(desk, "Ja, einladen");
  await desk.getByText(/^Eingeladen\./).waitFor();
  const earlier = mailServer.mails().filter((mail) => mail.to === "bert-beispiel@example.org").at(-1)?.number ?? 0;
  const mail = await mailServer.mailTo("bert-beispiel@example.org", /Treffen im Frühling/, { after: earlier && earlier - 1 });
  const invitation = /calendar/.test(mail.raw) ? mail : await mailServer.mailTo("bert-beispiel@example.org", /Treffen im Frühling/, { after: mail.number });
  const calendar = calendarIn(invitation);
  assert.match(calendar, /METHOD:REQUEST/);
  assert.match(calendar, /DTSTART:20270330T160000Z/, "18 o'clock in summer time");
});

test("who comes too late reads when the meeting is", async () => {
  const page = await (await open(browser, server)).newPage();
  await page.goto(openLink);
  await page.getByText("Der Termin steht:").waitFor();
  assert.equal(await page.getByRole("button", { name: "Antwort abschicken" }).count(), 0);
  await page.context().close();
});
