// A festival with several tasks: the program distributes who may be asked, the host moves names and asks everybody at once.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openLooks, problemsOf } from "../checks.mjs";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { joinsTheRegister, linkInMail, open, openDesk, publishWorkingParty, save } from "./steps.mjs";

// By day, so that mails go out at once.
const server = await startDorfnetz({ knowsItsAddress: true, now: "2027-03-01 10:00:00" });
const browser = await openBrowser();
const desk = await openDesk(browser, server, { viewport: { width: 1280, height: 1400 } });
const state = await desk.context().storageState();
const looks = await openLooks(browser, server.origin, state);
after(async () => {
  await browser.close();
  await server.stop();
});

async function looksWell(path) {
  const problems = await problemsOf(path, looks);
  assert.equal(problems.length, 0, `${path}\n  ${problems.join("\n  ")}`);
}

// A second task of the activity at the same time.
async function addTask(page, activity, title, places) {
  await page.goto(`${activity}/bedarf/neu`);
  await page.locator("[name=titel]").fill(title);
  await page.locator("[name=mindestens]").fill("1");
  await page.locator("[name=hoechstens]").fill(String(places));
  await save(page, "Speichern");
  await page.waitForURL("**/bedarf?**");
}

const people = ["Anna", "Berta", "Cora"].map((name) => ({ name, mail: `${name.toLowerCase()}-plan@example.org` }));
const task = (page, title) => page.getByRole("group", { name: title });
const names = async (page, title) => (await task(page, title).locator("li strong").allTextContents()).map((name) => name.split(" ")[0]);

for (const { name, mail } of people) await joinsTheRegister(browser, server, name, mail);

// Reloads until the plan stands there, as somebody without scripts does.
async function isWorkedOut(page) {
  for (let tries = 0; tries < 50 && !(await page.getByText("Ausgerechnet am").count()); ++tries) {
    await page.waitForTimeout(300);
    await page.reload();
  }
  await page.getByText("Ausgerechnet am").waitFor();
}

// With the mouse, as slowly as a hand; both must be on the screen.
async function draw(page, from, to) {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 10 });
  await page.mouse.up();
}

test("distributes people, moves one by keyboard and one by drawing, and asks everybody", async () => {
  const { day } = await publishWorkingParty(desk, "Teichfest", "20.03.2027", 2);
  const activity = day.replace(/\/tage\/.*/, "");
  await addTask(desk, activity, "Hecke schneiden", 1);

  await desk.goto(day);
  await desk.getByRole("link", { name: /Zusagen/ }).first().click();
  await desk.getByRole("link", { name: "Jemanden finden" }).first().click();
  await desk.getByRole("link", { name: "Alle Aufgaben dieses Termins auf einmal planen" }).click();
  await desk.getByText("2 Schichten haben noch freie Plätze.").waitFor();
  await looksWell(`${activity}/plan`);
  await save(desk, "Vorschlag ausrechnen");
  await desk.getByText("Ausgerechnet am").waitFor({ timeout: 20_000 });
  await looksWell(`${activity}/plan`);
  assert.equal((await names(desk, "Schilf schneiden")).length, 2);
  assert.equal((await names(desk, "Hecke schneiden")).length, 1);

  // With the keyboard alone: choose the name, go to the task, press the button.
  const [moved] = await names(desk, "Schilf schneiden");
  await task(desk, "Schilf schneiden").getByLabel(new RegExp(moved)).focus();
  await desk.keyboard.press("Space");
  await task(desk, "Hecke schneiden").getByRole("button", { name: "Hierher setzen" }).focus();
  await desk.keyboard.press("Enter");
  await task(desk, "Hecke schneiden").getByText(`${moved} Muster steht jetzt hier.`).waitFor();
  assert.ok(await task(desk, "Hecke schneiden").getByRole("status").evaluate((said) => said.getBoundingClientRect().top < innerHeight), "what happened is on the screen");
  assert.ok((await names(desk, "Hecke schneiden")).includes(moved));

  // And back by drawing it.
  await draw(desk, task(desk, "Hecke schneiden").locator("li", { hasText: moved }), task(desk, "Schilf schneiden"));
  await task(desk, "Schilf schneiden").getByLabel(new RegExp(moved)).waitFor();

  await task(desk, "Hecke schneiden").getByRole("link", { name: "Wer könnte noch?" }).click();
  await desk.getByRole("heading", { name: "Wer könnte noch?" }).waitFor();
  await looksWell(new URL(desk.url()).pathname);
  await desk.getByRole("link", { name: "Zurück zum Plan" }).click();

  await desk.getByRole("link", { name: "Wünsche" }).click();
  await looksWell(new URL(desk.url()).pathname);
  await desk.getByLabel("Wer?").selectOption({ label: "Anna Muster" });
  await desk.getByLabel("Gern zusammen mit").selectOption({ label: "Berta Muster" });
  await save(desk, "Wunsch merken");
  await desk.getByText("gern zusammen mit Berta Muster").waitFor();
  await desk.getByRole("link", { name: "Zurück zum Plan" }).click();

  await desk.getByRole("link", { name: "Weiter: alle fragen" }).click();
  await desk.getByText("3 Personen werden gefragt.").waitFor();
  await looksWell(new URL(desk.url()).pathname);
  await save(desk, "Jetzt alle fragen");
  await desk.getByText("Alle sind gefragt.").waitFor();
  await looksWell(`${activity}/plan`);

  const context = await open(browser, server);
  const page = await context.newPage();
  await page.goto(await linkInMail(server, people[0].mail, "/anfrage/"));
  await save(page, "Ja, ich bin dabei");
  await page.getByText("Du bist dabei.").first().waitFor();
  await context.close();
  await desk.goto(`${activity}/plan`);
  await desk.locator("li", { hasText: "Anna" }).getByText("hat zugesagt").waitFor();
});

test("does all of it without a script", async () => {
  const context = await browser.newContext({ baseURL: server.origin, javaScriptEnabled: false, locale: "de-DE", storageState: state });
  const page = await context.newPage();
  const { day } = await publishWorkingParty(desk, "Kirchputz", "03.04.2027", 1, "Fenster putzen");
  const activity = day.replace(/\/tage\/.*/, "");
  await addTask(desk, activity, "Bänke schrubben", 1);
  const more = ["Dora", "Elke"];
  for (const name of more) await joinsTheRegister(browser, server, name, `${name.toLowerCase()}-plan@example.org`);
  await page.goto(`${activity}/plan`);
  await save(page, "Vorschlag ausrechnen");
  await isWorkedOut(page);
  const [first] = await names(page, "Fenster putzen");
  await task(page, "Fenster putzen").getByLabel(new RegExp(first)).check();
  await save(page, "Aus dem Plan nehmen");
  await page.getByText(`${first} Muster ist hier herausgenommen.`).waitFor();
  assert.equal((await names(page, "Fenster putzen")).length, 0);
  await page.getByText("Neu ausrechnen").first().click();
  await page.getByRole("button", { name: "Neu ausrechnen" }).click();
  await isWorkedOut(page);
  assert.ok(!(await names(page, "Fenster putzen")).includes(first), "who was taken out is not proposed again");
  await context.close();
});
