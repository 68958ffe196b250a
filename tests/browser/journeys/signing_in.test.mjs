// Everybody gets in the way that suits them, and sees what is theirs: a coordinator with a sheet of codes, a lead
// editor by a link in a mail, a club's editor invited by the lead editor, somebody without mail by a sheet of
// paper, a clerk of the municipality.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { choosePassword, invite, linkInMail, makeCodeSheet, open, password } from "./steps.mjs";

let server;
let browser;
let coordinator; // a page at the desk
let codes;

before(async () => {
  server = await startDorfnetz();
  browser = await openBrowser();
  coordinator = await (await open(browser, server)).newPage();
  await choosePassword(coordinator, server.log().match(/\/passwort\/[\w-]+/)[0]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function newPage() {
  return (await open(browser, server)).newPage();
}

async function signIn(page, login) {
  await page.goto("/anmelden");
  await page.getByLabel("E-Mail-Adresse oder Anmeldename").fill(login);
  await page.getByLabel("Kennwort").fill(password);
  await page.getByRole("main").getByRole("button", { name: "Anmelden", exact: true }).click();
}

test("a coordinator needs a second proof before anything opens", async () => {
  assert.match(coordinator.url(), /\/redaktion\/sicherheit/);
  await coordinator.goto("/redaktion/engagierte");
  assert.match(coordinator.url(), /\/redaktion\/sicherheit/, "nothing else opens before");
  codes = await makeCodeSheet(coordinator);
  await coordinator.goto("/redaktion/engagierte");
  assert.match(coordinator.url(), /\/redaktion\/engagierte$/);
});

test("a password alone does not open the coordinator's desk", async () => {
  const page = await newPage();
  await signIn(page, "koordination@example.org");
  await page.getByRole("heading", { name: "Noch ein Code" }).waitFor();
  await page.getByLabel("Code").fill("00000000");
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.getByText("Dieser Code stimmt nicht").first().waitFor();
  await page.getByLabel("Code").fill(codes.shift().toLowerCase());
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.waitForURL("**/redaktion");
  // The coordinator is told of the new device, finds it in the list and signs it out.
  await linkInMail(server, "koordination@example.org", "/redaktion/");
  await coordinator.goto("/redaktion/sicherheit");
  await coordinator.getByRole("button", { name: "Überall sonst abmelden" }).click();
  await page.goto("/redaktion");
  assert.match(page.url(), /\/anmelden/);
});

test("a lead editor signs in by a link in a mail and sees the own village", async () => {
  const villages = await coordinator.request.get("/doerfer").then((answer) => answer.text());
  const village = villages.match(/href="\/doerfer\/[\w-]+"[^>]*>([^<]+)</)[1].trim();
  await invite(coordinator, { name: "Anton Beispiel", email: "anton@example.org", role: "Netzwerkverein eines Dorfs", village });
  await coordinator.getByRole("heading", { name: "Der Link ist unterwegs" }).waitFor();
  const page = await newPage();
  await choosePassword(page, await linkInMail(server, "anton@example.org", "/passwort/"));
  await page.getByRole("navigation", { name: "Redaktion" }).getByRole("button", { name: "Abmelden" }).click();
  await page.goto("/anmelden");
  await page.getByRole("link", { name: "Ohne Kennwort: Schickt mir einen Link per Mail" }).click();
  await page.getByLabel("E-Mail-Adresse").fill("anton@example.org");
  await page.getByRole("main").getByRole("button", { name: "Link schicken" }).click();
  await page.getByText("ist gleich ein Link in deinem Postfach").waitFor();
  await page.goto(await linkInMail(server, "anton@example.org", "/anmelden/link/"));
  await page.getByRole("main").getByRole("button", { name: "Anmelden", exact: true }).click();
  await page.waitForURL("**/redaktion");
  await page.goto("/redaktion/organisationen");
  await page.getByRole("link", { name: /Beispiel/ }).first().waitFor();
  const entry = (await page.locator("tbody a").first().textContent()).trim();
  // The lead editor invites a club of the village; the editor sees that entry and no other.
  await invite(page, { name: "Berta Beispiel", email: "berta@example.org", entry });
  await page.getByText("Die Einladung ist unterwegs.").waitFor();
  assert.equal(await page.locator("main a[href*='/passwort/']").count(), 0, "the link goes to its owner alone");
  const club = await newPage();
  await choosePassword(club, await linkInMail(server, "berta@example.org", "/passwort/"));
  await club.goto("/redaktion/organisationen");
  assert.equal(await club.locator("tbody tr").count(), 1);
  for (const path of ["/redaktion/engagierte", "/redaktion/zugaenge", "/redaktion/import", "/redaktion/pruefen"])
    assert.equal((await club.goto(path)).status(), 403, path);
});

test("somebody without a mail address signs in with a sheet of paper", async () => {
  await invite(coordinator, { name: "Carla Beispiel", role: "Gemeindeverwaltung" });
  await coordinator.getByRole("heading", { name: "Zettel zum Anmelden" }).waitFor();
  const code = await coordinator.locator(".paper-code code").textContent();
  const clerk = await newPage();
  await clerk.goto("/anmelden");
  await clerk.getByRole("link", { name: "Ich habe einen Zettel mit einem Code" }).click();
  await clerk.getByLabel("Code vom Zettel").fill(code);
  await clerk.getByRole("main").getByRole("button", { name: "Anmelden", exact: true }).click();
  await clerk.waitForURL("**/redaktion/kennwort*");
  // A clerk of the municipality never sees the register of people.
  assert.equal((await clerk.goto("/redaktion/engagierte")).status(), 403);
  await clerk.goto("/redaktion/kennwort");
  await clerk.getByLabel("Neues Kennwort").fill(password);
  await clerk.getByRole("button", { name: "Kennwort speichern" }).click();
  const again = await newPage();
  await signIn(again, "carla-beispiel");
  await again.waitForURL("**/redaktion");
});

test("a visitor is led to the sign-in page and gets no cookie before", async () => {
  const page = await newPage();
  await page.goto("/redaktion/engagierte");
  assert.match(page.url(), /\/anmelden\?weiter=/);
  assert.equal((await page.context().cookies()).length, 0);
});
