// A spreadsheet as clubs send it goes in by all steps; what it brought is found, changed and changed back.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { openBrowser, repository, startDorfnetz } from "../harness.mjs";
import { openDesk } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

const sheet = join(repository, "tests/data/sheets/organisations_libreoffice_windows1252_semicolon.csv");

test("a messy spreadsheet becomes an entry that can be found, changed and changed back", async () => {
  const page = await openDesk(browser, server, { viewport: { width: 1280, height: 800 } });
  await page.getByRole("main").getByRole("link", { name: "Liste einlesen" }).click();
  await page.getByLabel("Vereine, Firmen und andere Organisationen").check();
  await page.getByLabel("Datei").setInputFiles(sheet);
  await page.getByRole("button", { name: "Datei ansehen" }).click();

  await page.getByRole("heading", { name: "Spalten zuordnen" }).waitFor();
  await page.getByRole("button", { name: "Weiter zur Vorschau" }).click();
  await page.getByRole("heading", { name: "Vorschau prüfen" }).waitFor();
  assert.match(await page.getByRole("row", { name: /Feuerwehr Probehausen/ }).innerText(), /kennen wir nicht als Dorf/);
  await page.getByRole("button", { name: /^Ohne diese/ }).click();
  await page.getByLabel("Neue Einträge gleich öffentlich zeigen").check();
  await page.getByRole("button", { name: /übernehmen$/ }).click();
  await page.getByRole("heading", { name: "Liste übernommen" }).waitFor();

  await page.goto("/suche?q=Muster+Söne");
  await page.getByRole("main").getByRole("link", { name: "Muster & Söhne GmbH" }).click();
  await page.getByRole("link", { name: "Eintrag bearbeiten" }).click();
  const purpose = page.getByLabel("Zweck", { exact: false }).first();
  await purpose.fill("Wir verleihen Bänke.");
  await page.getByRole("main").getByRole("button", { name: "Speichern" }).click();
  await page.getByRole("status").first().waitFor();

  await page.getByRole("link", { name: /Verlauf/ }).first().click();
  await page.locator(".history > li", { hasText: "Wir verleihen Bänke" }).getByRole("button").click();
  await page.getByRole("status").first().waitFor();
  await page.goto("/suche?q=Muster+Söhne");
  assert.doesNotMatch(await page.getByRole("main").innerText(), /Wir verleihen Bänke/);
});
