// Steps that several journeys take.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export const phone = { width: 360, height: 800 };

export function open(browser, server, settings = {}) {
  return browser.newContext({ baseURL: server.origin, locale: "de-DE", viewport: phone, ...settings });
}

export const password = "Heidelerche singt am Teich";

// Follows the link that the server prints at its first start, and returns a page at the desk.
export async function openDesk(browser, server, settings = {}) {
  const context = await open(browser, server, settings);
  const page = await context.newPage();
  const link = server.log().match(/\/passwort\/[\w-]+/);
  assert.ok(link, "the server prints a link to choose the first password");
  await choosePassword(page, link[0]);
  await makeCodeSheet(page);
  await page.goto("/redaktion");
  return page;
}

export async function choosePassword(page, link) {
  await page.goto(link);
  await page.getByLabel("Neues Kennwort").fill(password);
  await page.getByRole("button", { name: "Kennwort speichern" }).click();
  await page.waitForURL("**/redaktion**");
}

// Whoever is signed in gives somebody access: to an entry, or in a role that the page offers.
export async function invite(page, { name, email = "", role, village, entry }) {
  await page.goto("/redaktion/zugaenge");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-Mail-Adresse").fill(email);
  if (role) await page.getByLabel(role).check();
  if (village) await page.getByRole("combobox", { name: "Dorf" }).selectOption({ label: village });
  if (entry) await page.getByLabel("Verein, Firma oder Gruppe").last().fill(entry);
  await page.getByRole("button", { name: "Einladen" }).click();
}

// Makes a sheet of codes on the page "Anmeldung und Sicherheit", types the first one and returns the others.
export async function makeCodeSheet(page) {
  if (!page.url().includes("/redaktion/sicherheit")) await page.goto("/redaktion/sicherheit");
  await page.getByRole("button", { name: "Codezettel machen" }).click();
  const codes = await page.locator("ol.codes code").allTextContents();
  assert.equal(codes.length, 10);
  await page.getByLabel("Code").fill(codes[0]);
  await page.getByRole("button", { name: "Fertig" }).click();
  await page.getByText("Dein Codezettel gilt.").waitFor();
  return codes.slice(1);
}

// Public forms take what comes within two seconds of their fetching for a program's work.
export async function sendAsPeopleDo(page, button) {
  await page.waitForTimeout(2100);
  await page.getByRole("main").getByRole("button", { name: button }).click();
}

// The path of the first link to `start` in a mail that went out to `address`; mails are files where no mail
// server is set.
export async function linkInMail(server, address, start) {
  const folder = join(server.folder, "mails");
  const deadline = Date.now() + 20_000;
  for (;;) {
    for (const file of existing(folder)) {
      const mail = readable(readFileSync(join(folder, file), "utf8"));
      const link = mail.match(new RegExp(`${start}[\\w./-]+`));
      if (mail.includes(address) && link) return link[0];
    }
    assert.ok(Date.now() < deadline, `a mail to ${address} with a link to ${start} lies in ${folder}`);
    await pause(50);
  }
}

function existing(folder) {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".eml"));
  } catch {
    return [];
  }
}

// Quoted-printable undone, as far as addresses of pages need it.
function readable(mail) {
  return mail.replace(/=\r?\n/g, "").replace(/=3D/g, "=");
}

export const save = (page, name) => page.getByRole("main").getByRole("button", { name, exact: true }).click();

// Fills the form of an activity that takes the whole of a day ("20.03.2027").
export async function describeWorkingParty(desk, title, day) {
  await desk.goto("/redaktion/termine/neu");
  await desk.locator("[name=titel]").fill(title);
  await desk
    .locator("[name=art]")
    .selectOption("working_party")
    .catch(() => desk.locator("[name=art][value=working_party]").check());
  const host = desk.locator("[name=gastgeber]");
  if (await host.evaluate((field) => field.tagName === "SELECT")) await host.selectOption({ index: 1 });
  else await host.fill(await desk.locator("#gastgeber-liste option").first().getAttribute("value"));
  await desk.locator("[name=tag]").fill(day);
  await desk.locator("[name=ganztags]").check();
  await desk.locator("[name=ort]").fill("am Teich");
}

// Publishes it, for so many people. Answers the path of its day on the desk, and its public address.
export async function publishWorkingParty(desk, title, day, places = 4, need = "Schilf schneiden") {
  await describeWorkingParty(desk, title, day);
  await save(desk, "Weiter");
  await desk.waitForURL(/termine\/[0-9a-f-]{36}/);
  const activity = new URL(desk.url()).pathname;
  await desk.goto(`${activity}/bedarf/neu`);
  await desk.locator("[name=titel]").fill(need);
  await desk.locator("[name=mindestens]").fill("1");
  await desk.locator("[name=hoechstens]").fill(String(places));
  await save(desk, "Speichern");
  await desk.waitForURL("**/bedarf?**");
  await desk.goto(activity);
  await save(desk, "Veröffentlichen");
  const [published, question] = [desk.getByText("Jetzt sehen es alle."), desk.getByRole("heading", { name: "Veröffentlichen?" })];
  await published.or(question).first().waitFor();
  // Something else is on that day.
  if (await question.isVisible()) await save(desk, "Veröffentlichen");
  await published.waitFor();
  return {
    day: await desk.locator(`a[href*="/tage/"]`).first().getAttribute("href"),
    address: await desk.getByRole("link", { name: "So sehen es alle" }).first().getAttribute("href"),
  };
}

// Somebody of Krina who likes gardens, to the end of the link in the mail.
export async function joinsTheRegister(browser, server, name, mail) {
  const context = await open(browser, server);
  const page = await context.newPage();
  await page.goto("/mitmachen/eintragen");
  await page.getByLabel("Vorname").fill(name);
  await page.getByLabel("Nachname").fill("Muster");
  await page.getByLabel("Wo wohnst du?").selectOption({ label: "Krina" });
  await page.getByLabel("E-Mail").first().fill(mail);
  await page.getByLabel("Garten und Grün").check();
  await page.getByLabel("16 oder älter").check();
  await page.locator("[name=einwilligung]").check();
  await sendAsPeopleDo(page, "Absenden");
  await page.goto(await linkInMail(server, mail, "/mitmachen/bestaetigen/"));
  await page.getByRole("main").getByRole("button").click();
  await page.waitForURL("**/mitmachen/dabei**");
  await context.close();
}
