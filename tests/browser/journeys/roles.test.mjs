// Each role at its own work, and at the doors that stay shut: a lead editor, a club's editor, a lead editor of
// another village, a clerk of the municipality, a visitor.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { choosePassword, invite, linkInMail, open } from "./steps.mjs";

const mobile = "0151 23456789";

let server;
let browser;
let lead; // of Krina, at the desk
let club; // editor of one entry of Krina
let entry; // path of that entry's form
let shown; // path of its public page

before(async () => {
  server = await startDorfnetz();
  browser = await openBrowser();
  lead = await newAccount("anton@example.org", "lead_editor", "krina");
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function newPage() {
  return (await open(browser, server)).newPage();
}

async function newAccount(email, role, village) {
  const words = ["user", "create", "--email", email, "--name", "Erika Beispiel", "--role", role];
  const said = server.command(...words, ...(village ? ["--village", village] : []));
  const page = await newPage();
  await choosePassword(page, said.match(/\/passwort\/[\w-]+/)[0]);
  return page;
}

async function status(page, path) {
  return (await page.request.get(path, { maxRedirects: 0 })).status();
}

test("a lead editor writes the page of the own village and of no other", async () => {
  await lead.goto("/redaktion/doerfer/krina");
  await lead.getByLabel("Beschreibung", { exact: true }).fill("Krina feiert im Mai am Backhaus.");
  await lead.getByRole("button", { name: "Speichern" }).click();
  const visitor = await newPage();
  await visitor.goto("/doerfer/krina");
  await visitor.getByText("Krina feiert im Mai am Backhaus.").first().waitFor();
  assert.equal(await status(lead, "/redaktion/doerfer/schwemsal"), 404);
  assert.equal(await status(lead, "/redaktion/einstellungen"), 403);
});

test("a club's editor keeps the own entry right and opens no other", async () => {
  await lead.goto("/redaktion/organisationen");
  const entries = await lead.locator("tbody a[href^='/redaktion/organisationen/']").all();
  entry = await entries[0].getAttribute("href");
  const other = await entries[1].getAttribute("href");
  await invite(lead, { name: "Berta Beispiel", email: "berta@example.org", entry: (await lead.locator(`a[href='${entry}']`).first().textContent()).trim() });
  await lead.getByText("Die Einladung ist unterwegs.").waitFor();
  club = await newPage();
  await choosePassword(club, await linkInMail(server, "berta@example.org", "/passwort/"));

  await club.goto(entry);
  await club.getByRole("textbox", { name: /^Zweck/ }).fill("Wir singen, auch für andere.");
  await club.getByRole("button", { name: "Speichern" }).click();
  await club.getByText("Gespeichert.").waitFor();
  shown = await club.getByRole("link", { name: "So sehen es alle" }).getAttribute("href");
  assert.match(await (await club.request.get(shown)).text(), /Wir singen, auch für andere\./);
  for (const closed of [other, `${other}/verlauf`, `${other}/ansprechpersonen/neu`])
    assert.equal(await status(club, closed), 404, closed);
});

test("the chairwoman's mobile number is for the lead clubs and nobody else", async () => {
  await club.goto(entry);
  await club.getByRole("link", { name: "Ansprechperson eintragen" }).click();
  await club.getByLabel("Name", { exact: true }).fill("Karla Muster");
  await club.getByRole("textbox", { name: /^Telefon/ }).fill(mobile);
  await club.getByRole("group", { name: "Wer darf die Telefonnummer sehen?" }).getByLabel("Die Netzwerkvereine aller Dörfer").check();
  await club.getByLabel("Einwilligung vom").fill("2026-01-15");
  await club.getByRole("group", { name: "Einwilligung durch" }).getByLabel("Papier").check();
  await club.getByRole("button", { name: "Speichern" }).click();
  await club.getByText("Gespeichert.").waitFor();

  const neighbour = await newAccount("nils@example.org", "lead_editor", "schwemsal");
  await neighbour.goto(shown);
  await neighbour.getByText(mobile).waitFor();
  await neighbour.getByText("nicht öffentlich").first().waitFor();
  assert.equal(await status(neighbour, entry), 404, "seeing is not editing");

  const visitor = await newPage();
  await visitor.goto(shown);
  await visitor.getByText("Karla Muster").waitFor();
  for (const path of [shown, "/vereine/liste.csv", "/vereine/liste.vcf", "/doerfer/krina", `/suche?q=${mobile.slice(-4)}`]) {
    const text = await (await visitor.request.get(path)).text();
    assert.ok(!text.includes(mobile) && !text.includes(mobile.replace(" ", "")), path);
  }
});

test("a clerk of the municipality has a desk and sees nobody's data", async () => {
  const clerk = await newAccount("clara@example.org", "municipality_officer");
  await clerk.goto("/redaktion");
  await clerk.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await status(clerk, "/redaktion/sicherheit"), 200);
  for (const closed of ["/redaktion/engagierte", "/redaktion/organisationen", "/redaktion/anrufe", "/redaktion/zugaenge", "/redaktion/protokoll", "/redaktion/doerfer"])
    assert.equal(await status(clerk, closed), 403, closed);
  assert.equal(await status(clerk, entry), 403);
  await clerk.goto(shown);
  await clerk.getByText("Karla Muster").waitFor();
  assert.equal(await clerk.getByText(mobile).count(), 0);
});

test("a visitor finds no telephone of people who help, and every door of the desk shut", async () => {
  const visitor = await newPage();
  for (const path of ["/redaktion", "/redaktion/engagierte", entry, "/redaktion/engagierte/ausgabe/csv"])
    assert.notEqual(await status(visitor, path), 200, path);
  await visitor.goto("/suche?q=Beispiel");
  assert.equal(await visitor.locator("main a[href*='engagierte']").count(), 0);
});
