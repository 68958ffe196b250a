// Four villages meet: a poll finds the day, all are invited, each delegate sits at a browser of their own, all four write
// the minutes, one of them on the slowest line there is and one cut off for a minute in mid-sentence; they vote, and what
// was agreed comes back as a reminder and on the next agenda. The program runs as it is shipped, its mails go to a real
// server, and only its clock is set.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { startMailServer } from "../mail_server.mjs";
import { closeMeeting, openForVillage } from "./meeting_steps.mjs";
import { choosePassword, invite, open, openDesk, save, sendAsPeopleDo } from "./steps.mjs";

const villages = ["Burgkemnitz", "Gröbern", "Plodda", "Schwemsal"];
const slugs = ["burgkemnitz", "groebern", "plodda", "schwemsal"];
const names = ["Anna Probe", "Bert Probe", "Cora Probe", "Dirk Probe"];
const addressOf = (name) => `${name.toLowerCase().replace(" ", "-")}@example.org`;
const owner = "emil-probe@example.org"; // of the task
const [slow, cutOff] = [2, 3];

const mailServer = await startMailServer();
const server = await startDorfnetz({ settings: mailServer.settings, knowsItsAddress: true, now: "2027-03-10 08:00:00" });
const browsers = await Promise.all(["desk", ...villages].map(() => openBrowser()));
const [deskBrowser, ...theirs] = browsers;
after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.stop();
  mailServer.stop();
});

const desk = await openDesk(deskBrowser, server, { viewport: { width: 1280, height: 900 } });
const delegates = [];
for (const [number, browser] of theirs.entries())
  delegates.push(await openForVillage(browser, server, { name: names[number], village: slugs[number] }));

// Somebody keeps the entry of the club that will have something to do.
await desk.goto("/redaktion/organisationen");
const club = (await desk.locator("tbody a[href^='/redaktion/organisationen/']").first().textContent()).trim();
await invite(desk, { name: "Emil Probe", email: owner, role: "Ein Eintrag: Verein, Firma oder Gruppe", entry: club });
const welcome = await mailServer.mailTo(owner, /Dein Zugang/);
await choosePassword(await (await open(deskBrowser, server)).newPage(), welcome.text.match(/\/passwort\/[\w-]+/)[0]);

let meeting; // on the desk
let address; // for everybody

// What Chromium's own tools call slow 2G.
async function slowDown(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 2000, downloadThroughput: 6400, uploadThroughput: 2560 });
  page.setDefaultTimeout(90_000);
  page.setDefaultNavigationTimeout(90_000);
}

async function textOfPdf(page, path) {
  const answer = await page.request.get(path);
  assert.equal(answer.status(), 200);
  const file = join(server.folder, "minutes.pdf");
  writeFileSync(file, await answer.body());
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
}

const matter = (page, name) => page.locator("form[data-matter]", { hasText: name });
const marked = (page, name, words) => matter(page, name).locator("[data-mark]", { hasText: words }).waitFor();
const textOf = (page, name) => matter(page, name).locator("textarea").inputValue();

async function typeAtEnd(page, name, text) {
  await matter(page, name).locator("textarea").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(text, { delay: 10 });
}

async function put(motion, way) {
  await desk.goto(address);
  await desk.getByRole("link", { name: "Antrag stellen" }).first().click();
  await desk.locator("[name=titel]").fill(motion);
  await desk.locator("[name=wortlaut]").fill(`${motion}, und alle teilen sich die Kosten.`);
  await desk.locator(`[name=art][value=${way}]`).check();
  await save(desk, "Antrag stellen");
  await desk.waitForURL(/meldung=/);
  await desk.goto(address);
  await desk.locator(".panel", { hasText: `Antrag: ${motion}` }).getByRole("link", { name: "Zum Antrag" }).click();
  await desk.waitForURL(/antraege/);
  await save(desk, "Abstimmung öffnen");
  await desk.getByText("Die Abstimmung ist offen.").waitFor();
}

async function vote(page, choice) {
  await page.goto(`${address}/abstimmung`);
  await page.getByRole("main").getByRole("button", { name: choice, exact: true }).first().click();
  await save(page, choice === "Enthaltung" ? "Sich enthalten" : `Mit ${choice} stimmen`);
  await page.getByText("Deine Stimme ist gezählt.").waitFor();
}

async function count() {
  await save(desk, "Schließen und auszählen");
  await desk.getByText("Geschlossen und ausgezählt.").waitFor();
}

test("a poll finds the day, and whoever is asked needs no access", async () => {
  await desk.goto("/redaktion/treffen/neu");
  await desk.locator("[name=titel]").fill("Netzwerktreffen im März");
  await desk.locator("[name=publikum][value=public]").check();
  await desk.locator('form[action$="/redaktion/treffen/neu"] button[type=submit]').click();
  await desk.waitForURL(/treffen\/[0-9a-f-]{36}/);
  meeting = new URL(desk.url()).pathname;
  await desk.goto(`${meeting}/punkte/neu`);
  await desk.locator("[name=titel]").fill("Ein Zelt für alle");
  await desk.locator("[name=art][value=decide]").check();
  await desk.locator("[name=minuten]").fill("30");
  await desk.locator('form[action$="/punkte/neu"] button[type=submit]').first().click();
  await desk.waitForURL(/meldung=/);

  await desk.goto(`${meeting}/terminsuche`);
  await desk.locator("[name=tage]").fill("18.3., 20.3.");
  await desk.locator("[name=beginn]").fill("18:00");
  await desk.locator("[name=ende]").fill("20:00");
  await save(desk, "Umfrage anlegen");
  await desk.getByText("Die Umfrage steht.").waitFor();
  await save(desk, "Per Mail verschicken");
  await save(desk, "Ja, verschicken");

  for (const [number, browser] of theirs.entries()) {
    const mail = await mailServer.mailTo(addressOf(names[number]), /Wann kannst du\?/);
    const page = await (await open(browser, server, { javaScriptEnabled: number > 0 })).newPage();
    await page.goto(mail.text.match(/\/umfrage\/[\w-]+/)[0]);
    const days = await page.locator('main [name^="termin_"][value="yes"]').evaluateAll((each) => each.map((one) => one.name));
    await page.locator(`[name="${days[0]}"][value="${number === 0 ? "yes" : "no"}"]`).check();
    await page.locator(`[name="${days[1]}"][value="${number === 1 ? "if_needed" : "yes"}"]`).check();
    await sendAsPeopleDo(page, "Antwort abschicken");
    await page.getByText("Sie ist angekommen.").waitFor();
    await page.context().close();
  }

  await desk.goto(`${meeting}/terminsuche`);
  const best = desk.locator("li.entry", { hasText: "passt am besten" });
  assert.match(await best.innerText(), /20\. März/);
  await best.getByRole("button", { name: "Diesen Termin nehmen" }).click();
  await save(desk, "Ja, diesen Termin");
  await desk.getByText("Der Termin steht.").first().waitFor();
});

test("all are invited, with the day for their calendar", async () => {
  await desk.goto(`${meeting}/einladen`);
  await save(desk, "Einladen");
  await save(desk, "Ja, einladen");
  await desk.getByText(/^Eingeladen\./).waitFor();
  for (const name of names) {
    const mail = await mailServer.mailTo(addressOf(name), /Einladung|Netzwerktreffen im März/, { after: mailServer.mails().findLast((one) => one.to === addressOf(name) && /Wann kannst/.test(one.subject)).number });
    assert.match(mail.raw, /text\/calendar/);
    assert.match(mail.text, /Ein Zelt für alle/);
  }
  await desk.goto(meeting);
  address = await desk.getByRole("link", { name: "So sehen es die anderen" }).getAttribute("href");
  assert.match(await textOfPdf(desk, `${meeting}/einladung.pdf`), /Ein Zelt für alle/);
});

test("four villages are there, and that is enough to decide", async () => {
  server.setNow("2027-03-20 17:00:00");
  for (const page of delegates) await page.goto(address);
  await desk.goto(`${meeting}/anwesenheit`);
  await desk.locator('form[action$="/beginnen"] button[type=submit]').first().click();
  await desk.getByText("Das Treffen läuft.").first().waitFor();
  for (const [number, page] of delegates.entries()) {
    await page.goto(meeting);
    await page.getByRole("button", { name: `Ich bin da für ${villages[number]}` }).click();
    await page.getByText("Schön, dass du da bist.").waitFor();
  }
  await desk.goto(`${meeting}/anwesenheit`);
  await desk.getByText("Ihr seid beschlussfähig.").waitFor();
});

test("all four write the minutes, one on a slow line, one cut off in mid-sentence", async () => {
  await slowDown(delegates[slow]);
  await Promise.all(delegates.map((page) => page.goto(`${meeting}/protokoll`)));
  await typeAtEnd(delegates[0], "Ein Zelt für alle", "Anna stellt das Zelt vor.");
  await delegates[0].locator("textarea").first().focus();
  await marked(delegates[slow], "Ein Zelt für alle", /^$/).catch(() => {});
  await delegates[slow].waitForFunction(() => [...document.querySelectorAll("textarea")].some((each) => each.value === "Anna stellt das Zelt vor." && !each.readOnly));
  await typeAtEnd(delegates[slow], "Ein Zelt für alle", " Es kostet 900 Euro.");
  await marked(delegates[slow], "Ein Zelt für alle", /^Gespeichert/);
  await delegates[slow].locator("textarea").first().focus();

  const cut = delegates[cutOff];
  await cut.waitForFunction(() => [...document.querySelectorAll("textarea")].some((each) => each.value.includes("900 Euro") && !each.readOnly));
  await typeAtEnd(cut, "Ein Zelt für alle", " Schwemsal zahlt");
  await marked(cut, "Ein Zelt für alle", /^Gespeichert/);
  await cut.context().setOffline(true);
  await typeAtEnd(cut, "Ein Zelt für alle", " die Hälfte");
  await pause(60_000);
  await typeAtEnd(cut, "Ein Zelt für alle", ", wenn es dort lagert.");
  // Meanwhile others may go on.
  await delegates[1].waitForFunction(() => [...document.querySelectorAll("textarea")].some((each) => each.value.includes("Schwemsal zahlt") && !each.readOnly), undefined, { timeout: 90_000 });
  await typeAtEnd(delegates[1], "Ein Zelt für alle", "\nGröbern holt es ab.");
  await marked(delegates[1], "Ein Zelt für alle", /^Gespeichert/);
  await cut.context().setOffline(false);
  await matter(cut, "Ein Zelt für alle").getByText("er liegt daneben").waitFor({ timeout: 60_000 });
  assert.match(await textOf(cut, "Ein Zelt für alle"), /Schwemsal zahlt die Hälfte, wenn es dort lagert\.$/);

  await matter(delegates[1], "Ein Zelt für alle").getByRole("link", { name: "Beides zusammenführen" }).click();
  const together = delegates[1].locator("textarea[name=text]");
  for (const words of ["Gröbern holt es ab.", "die Hälfte, wenn es dort lagert."]) assert.ok((await together.inputValue()).includes(words));
  await together.fill("Anna stellt das Zelt vor. Es kostet 900 Euro. Schwemsal zahlt die Hälfte, wenn es dort lagert.\nGröbern holt es ab.");
  await save(delegates[1], "So zusammenführen");
  await delegates[1].getByText("Zusammengeführt.").waitFor();
});

test("each village has one vote, open or secret", async () => {
  await put("Die Dörfer kaufen ein Zelt", "open");
  for (const [number, page] of delegates.entries()) await vote(page, number === 1 ? "Nein" : "Ja");
  await count();
  assert.match(await desk.locator("main").innerText(), /Angenommen/i);
  await put("Das Zelt lagert in Schwemsal", "secret");
  for (const [number, page] of delegates.entries()) await vote(page, number < 2 ? "Ja" : number === 2 ? "Nein" : "Enthaltung");
  await count();
  assert.match(await desk.locator("main").innerText(), /Angenommen: 2 Ja, 1 Nein, 1 enthalten/);
  assert.doesNotMatch(await desk.locator("main").innerText(), /Plodda/, "who chose what is nowhere");
  // Too late.
  await delegates[0].goto(`${address}/abstimmung`);
  await delegates[0].getByText("Gerade läuft keine Abstimmung.").waitFor();
});

test("what was decided becomes a task, and stands in the minutes that everybody gets on paper", async () => {
  await desk.goto("/beschluesse");
  await desk.getByRole("link", { name: /Die Dörfer kaufen ein Zelt/ }).first().click();
  await desk.getByRole("link", { name: "Aufgabe daraus machen" }).click();
  await desk.getByText("Entsteht aus").first().waitFor();
  await desk.locator("[name=titel]").fill("Drei Angebote für das Zelt holen");
  await desk.locator("select[name=verein]").selectOption({ label: club });
  await desk.locator("[name=bis]").fill("05.04.2027");
  await desk.locator('form[action$="/redaktion/aufgaben/neu"] button[type=submit]').click();
  await desk.waitForURL(/aufgaben/);
  await closeMeeting(desk, meeting);
  const paper = await textOfPdf(desk, `${address}/protokoll.pdf`);
  for (const words of ["Ein Zelt für alle", "Gröbern holt es ab.", "Die Dörfer kaufen ein Zelt", "Drei Angebote für das Zelt holen"])
    assert.ok(paper.replace(/\s+/g, " ").includes(words), `the minutes say: ${words}\n${paper}`);
  assert.doesNotMatch(paper, /Dirk Probe/, "villages and clubs, no names");
  await desk.goto(`${address}/protokoll`);
  await save(desk, "Zur Genehmigung verschicken");
  await save(desk, "Ja, verschicken");
  await desk.getByText("Das Protokoll ist verschickt.").waitFor();
  await mailServer.mailTo(addressOf(names[0]), /Protokoll/);
});

test("the task comes back: as a reminder and on the next agenda", async () => {
  server.setNow("2027-03-30 10:00:00");
  const reminder = await mailServer.mailTo(owner, /Drei Angebote/, { seconds: 90 });
  assert.match(reminder.text, /\/aufgabe\/[\w-]+/);

  await desk.goto("/redaktion/treffen/neu");
  await desk.locator("[name=titel]").fill("Netzwerktreffen im April");
  await desk.locator("[name=tag]").fill("24.04.2027");
  await desk.locator("[name=beginn]").fill("18:00");
  await desk.locator("[name=ende]").fill("20:00");
  await desk.locator("[name=publikum][value=public]").check();
  await desk.locator('form[action$="/redaktion/treffen/neu"] button[type=submit]').click();
  await desk.waitForURL(/treffen\/[0-9a-f-]{36}/);
  const left = desk.locator("section", { has: desk.getByRole("heading", { name: "Das steht noch offen" }) });
  assert.match(await left.innerText(), /Protokoll vom/);
  await left.locator("li", { hasText: "Drei Angebote für das Zelt holen" }).getByRole("button").first().click();
  await desk.waitForURL(/meldung=/);
  assert.match(await desk.locator("section", { has: desk.getByRole("heading", { name: "Tagesordnung" }) }).innerText(), /Drei Angebote für das Zelt holen/);
});
