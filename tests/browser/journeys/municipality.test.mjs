// A clerk of the municipality connects her account and signs in where she always does. Whoever is unknown here,
// breaks off or comes a second time is told what to do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { startMunicipality } from "../municipality.mjs";
import { choosePassword, linkInMail, open, openDesk } from "./steps.mjs";

let municipality;
let server;
let browser;

before(async () => {
  ({ municipality, server } = await startBoth());
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await municipality?.stop();
});

async function startBoth(settings) {
  const there = await startMunicipality(settings);
  const here = await startDorfnetz({ settings: there.settings("heidedoerfer") });
  there.accept(here.origin);
  return { municipality: there, server: here };
}

async function newPage(settings) {
  return (await open(browser, server, settings)).newPage();
}

// Types a name and any password there, and lets them tell us who it is.
async function signInThere(page, name, both = { municipality, server }) {
  await page.waitForURL(`${both.municipality.issuer}/**`);
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("egal");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(`${both.server.origin}/**`);
}

async function goThere(page) {
  await page.goto("/anmelden");
  await page.getByRole("button", { name: "Über die Gemeinde anmelden" }).click();
}

test("a clerk is invited, connects the account once and is told so by mail", async () => {
  const desk = await openDesk(browser, server);
  await desk.goto("/redaktion/zugaenge");
  await desk.getByLabel("Name", { exact: true }).fill("Carla Beispiel");
  await desk.getByLabel("E-Mail-Adresse").fill("carla@example.org");
  await desk.getByLabel("Gemeindeverwaltung").check();
  await desk.getByRole("button", { name: "Einladen" }).click();

  const clerk = await newPage();
  await choosePassword(clerk, await linkInMail(server, "carla@example.org", "/passwort/"));
  await clerk.goto("/redaktion/sicherheit");
  await clerk.getByRole("button", { name: "Mit der Gemeinde verbinden" }).click();
  await signInThere(clerk, "carla");
  await clerk.getByText("Verbunden. Du kannst dich jetzt auch über die Gemeinde anmelden.").waitFor();
  await clerk.getByText("verbunden seit").waitFor();
  assert.doesNotMatch(clerk.url(), /code=|state=/);
});

test("from then on the clerk signs in there, also without JavaScript, and gets no further than her role", async () => {
  const clerk = await newPage({ javaScriptEnabled: false });
  const referrers = [];
  clerk.on("request", (request) => {
    if (request.url().startsWith(`${municipality.issuer}/auth?`)) referrers.push(request.headers().referer);
  });
  await goThere(clerk);
  await signInThere(clerk, "carla");
  await clerk.waitForURL("**/redaktion");
  await clerk.getByRole("heading", { name: /Carla/ }).waitFor();
  assert.deepEqual(referrers, [undefined], "the municipality is not told on which page one was");
  assert.equal((await clerk.goto("/redaktion/engagierte")).status(), 403);
  await clerk.goto("/redaktion");
  await clerk.getByRole("main").getByRole("button", { name: "Abmelden" }).click();
  await clerk.goto("/redaktion");
  assert.match(clerk.url(), /\/anmelden\?weiter=/, "our session has ended");
});

test("what the browser was sent back with opens nothing a second time", async () => {
  const clerk = await newPage();
  const back = clerk.waitForRequest((request) => request.url().includes("/anmelden/gemeinde/zurueck?"));
  await goThere(clerk);
  await signInThere(clerk, "carla");
  await clerk.waitForURL("**/redaktion");
  const address = (await back).url();
  const thief = await newPage();
  await thief.goto(address);
  await thief.getByText("Das hat zu lange gedauert").waitFor();
  assert.doesNotMatch(thief.url(), /code=|state=/);
  await thief.goto("/redaktion");
  assert.match(thief.url(), /\/anmelden/);
});

test("somebody whom nobody has connected is told how to", async () => {
  const page = await newPage();
  await goThere(page);
  await signInThere(page, "niemand");
  await page.getByText("noch mit keinem Zugang verbunden").waitFor();
  assert.equal((await page.context().cookies(server.origin)).length, 0);
});

test("a municipality that signs with a curve is understood as well", async () => {
  const other = await startBoth({ algorithm: "ES256" });
  try {
    const page = await openDesk(browser, other.server);
    await page.goto("/redaktion/sicherheit");
    await page.getByRole("button", { name: "Mit der Gemeinde verbinden" }).click();
    await signInThere(page, "erika", other);
    await page.getByText("verbunden seit").waitFor();
  } finally {
    await other.server.stop();
    await other.municipality.stop();
  }
});

test("whoever breaks off there can choose another way", async () => {
  const page = await newPage();
  await goThere(page);
  await page.waitForURL(`${municipality.issuer}/**`);
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.getByText("Du hast bei der Gemeinde abgebrochen.").waitFor();
  await page.getByRole("link", { name: "Ohne Kennwort: Schickt mir einen Link per Mail" }).waitFor();
});
