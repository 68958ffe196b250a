// From "we should clean the pond" to ten hours of work: published, found by the code on the poster, promised without an
// account, reminded, called off, moved up, checked in where there is no network, told afterwards. The program runs as it
// is shipped, its mails go to a real server, and only its clock is set.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { startMailServer } from "../mail_server.mjs";
import { open, openDesk, publishWorkingParty, save, sendAsPeopleDo } from "./steps.mjs";

const mailServer = await startMailServer();
const server = await startDorfnetz({ settings: mailServer.settings, knowsItsAddress: true, now: "2027-03-10 08:00:00" });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
  mailServer.stop();
});

const desk = await openDesk(browser, server);
const state = await desk.context().storageState();
const ownLink = (mail) => mail.text.match(/\/zusage\/[\w-]+/)[0];

// What a phone sees that is held before the poster.
async function codeOnPoster(page, address) {
  await page.goto(`${address}/aushang`);
  const file = join(server.folder, "poster.png");
  await page.screenshot({ path: file, fullPage: true });
  return execFileSync("zbarimg", ["--quiet", "--raw", file], { encoding: "utf8" }).trim();
}

// Through the form that a place leads to. Answers the mail that follows.
async function promise(page, address, button, name) {
  const reach = `${name.toLowerCase().replace(/[^a-z]+/g, "-")}@example.org`;
  await page.goto(address);
  await page.getByRole("link", { name: new RegExp(button) }).first().click();
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=kontakt]").fill(reach);
  await sendAsPeopleDo(page, button);
  await page.waitForURL("**/danke**");
  return mailServer.mailTo(reach, /./);
}

async function cancel(page, link) {
  await page.goto(link);
  await page.getByRole("button", { name: "Absagen" }).click();
  await page.getByRole("button", { name: "Ja, absagen" }).click();
  await page.getByText("nichts mehr für dich vorgemerkt").waitFor();
}

for (const [javaScriptEnabled, day, reminding, dayItself] of [
  [true, "20.03.2027", "2027-03-19 12:00:00", "2027-03-20 09:00:00"],
  [false, "27.03.2027", "2027-03-26 12:00:00", "2027-03-27 09:00:00"],
]) {
  const which = javaScriptEnabled ? "with" : "without";
  test(`from the idea to the report, ${which} JavaScript`, async () => {
    const { day: dayPath, address } = await publishWorkingParty(desk, `Teich entschlammen ${which}`, day, 1);
    const context = await open(browser, server, { javaScriptEnabled });
    const page = await context.newPage();

    const scanned = await codeOnPoster(page, address);
    assert.equal(new URL(scanned).pathname, address, "the code on the poster leads to the date");

    const first = await promise(page, scanned, "Ich bin dabei", `Anna Probe ${which}`);
    const second = await promise(page, scanned, "Auf die Warteliste", `Berta Probe ${which}`);
    assert.match(first.raw, /text\/calendar[\s\S]*METHOD:REQUEST|method=request/i);
    assert.match(second.subject, /Warteliste/);

    server.setNow(reminding);
    const reminder = await mailServer.mailTo(first.to, /Bald ist es so weit/, { seconds: 60 });
    assert.equal(ownLink(reminder), ownLink(first));

    await cancel(page, ownLink(reminder));
    const moved = await mailServer.mailTo(second.to, /Ein Platz ist frei geworden/);
    await mailServer.mailTo(first.to, /Abgesagt/);
    await page.goto(ownLink(moved));
    await page.getByText("Du bist dabei.").waitFor();

    server.setNow(dayItself);
    const gateContext = await open(browser, server, { javaScriptEnabled, storageState: state });
    const gate = await gateContext.newPage();
    await gate.goto(`${dayPath}/anwesenheit`);
    if (javaScriptEnabled) {
      await gate.getByText("Die Seite geht jetzt auch ohne Netz auf.").waitFor();
      await gateContext.setOffline(true);
      await gate.reload();
      await gate.locator("[data-tap]", { hasText: "Berta Probe" }).click();
      await gate.getByText("Noch nicht übertragen: 1").waitFor();
      await gateContext.setOffline(false);
      await gate.getByText("Alles ist übertragen.").waitFor();
    } else {
      await gate.getByLabel(`Berta Probe ${which}`, { exact: true }).first().check();
      await save(gate, "Speichern");
      await gate.waitForURL("**meldung=**");
    }

    const report = await (await open(browser, server, { javaScriptEnabled: false, storageState: state })).newPage();
    await report.goto(`${dayPath}/anwesenheit`);
    await report.getByLabel(`Stunden: Berta Probe ${which}`).fill("2,5");
    await save(report, "Speichern");
    await report.waitForURL("**meldung=**");
    await report.goto(`${dayPath}/bericht`);
    assert.equal(await report.locator("[name=helfende]").inputValue(), "1");
    assert.equal(await report.locator("[name=stunden]").inputValue(), "2,5");
    await report.locator("[name=bericht]").fill("Der Teich ist leer.");
    await save(report, "Speichern");
    await save(report, "Veröffentlichen");
    await page.goto(address);
    assert.match(await page.locator("section", { has: page.getByRole("heading", { name: "So war es" }) }).innerText(), /Der Teich ist leer/);
    assert.doesNotMatch(await page.locator("main").innerText(), /Anna|Berta/);
    await Promise.all([context, gateContext, report.context()].map((each) => each.close()));
  });
}

test("nobody got a mail twice", () => {
  const ids = mailServer.mails().map((mail) => mail.messageId);
  assert.equal(new Set(ids).size, ids.length);
});
