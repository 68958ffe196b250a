// A shift needs somebody: people of the register are asked by mail, one says yes by the link, and the others are thanked.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openLooks, problemsOf } from "../checks.mjs";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { joinsTheRegister, linkInMail, open, openDesk, publishWorkingParty, save } from "./steps.mjs";

// By day, so that mails go out at once.
const server = await startDorfnetz({ knowsItsAddress: true, now: "2027-03-01 10:00:00" });
const browser = await openBrowser();
const desk = await openDesk(browser, server, { viewport: { width: 1280, height: 900 } });
const looks = await openLooks(browser, server.origin, await desk.context().storageState());
after(async () => {
  await browser.close();
  await server.stop();
});

function mailsTo(address) {
  const folder = join(server.folder, "mails");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".eml"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .filter((mail) => mail.includes(address));
}

// Within some seconds; jobs look every few minutes, but the yes that fills the shift ends the search itself.
async function isThanked(address) {
  for (let tries = 0; tries < 100; ++tries) {
    if (mailsTo(address).some((mail) => mail.includes("genug Leute"))) return true;
    await pause(100);
  }
  return false;
}

async function looksWell(path) {
  const problems = await problemsOf(path, looks);
  assert.equal(problems.length, 0, `${path}\n  ${problems.join("\n  ")}`);
}

for (const javaScriptEnabled of [true, false]) {
  const way = javaScriptEnabled ? "with" : "without";
  test(`asks in waves until the shift is filled, ${way} JavaScript`, async () => {
    const people = ["Anna", "Berta", "Cora"].map((name) => ({
      name: `${name}${way}`,
      mail: `${name.toLowerCase()}-${way}@example.org`,
    }));
    for (const { name, mail } of people) await joinsTheRegister(browser, server, name, mail);

    const { day } = await publishWorkingParty(desk, `Teich ${way}`, javaScriptEnabled ? "20.03.2027" : "27.03.2027", 1);
    await desk.goto(day);
    await desk.getByRole("link", { name: /Zusagen/ }).first().click();
    await desk.getByRole("link", { name: "Jemanden finden" }).first().click();
    await desk.getByRole("heading", { name: "Wen fragen?" }).waitFor();
    const choosing = new URL(desk.url()).pathname;
    await looksWell(choosing);
    assert.ok(await desk.getByText("dieses Jahr noch nicht gefragt").count(), "each is there for a reason");

    for (const box of await desk.locator("input[name=person]").all()) await box.uncheck();
    for (const { name } of people) await desk.getByLabel(new RegExp(name)).check();
    await desk.getByLabel("Wie viele auf einmal?").selectOption("2");
    await save(desk, "Jetzt fragen");
    await desk.getByText("Die Ersten sind dran.").waitFor();
    const standing = new URL(desk.url()).pathname;
    await looksWell(standing);
    assert.equal(await desk.getByText("noch nicht dran").count(), 1, "the third waits for the second wave");

    const asked = [];
    for (const { name } of people)
      if (await desk.locator("li", { hasText: name }).getByText("gefragt", { exact: true }).count()) asked.push(name);
    assert.equal(asked.length, 2);
    const [first, second] = people.filter(({ name }) => asked.includes(name));

    const context = await open(browser, server, { javaScriptEnabled });
    const page = await context.newPage();
    const link = await linkInMail(server, first.mail, "/anfrage/");
    await looksWell(link);
    await page.goto(link);
    await page.getByRole("heading", { name: "Magst du mithelfen?" }).waitFor();
    await save(page, "Ja, ich bin dabei");
    await page.waitForURL("**/zusage/**");
    await page.getByText("Du bist dabei.").first().waitFor();
    await page.goto(await linkInMail(server, second.mail, "/anfrage/"));
    await page.getByText("Inzwischen sind genug da.").waitFor();
    await context.close();

    await desk.goto(standing);
    await desk.getByText("Geschafft: Alle Plätze sind besetzt.").waitFor();
    assert.ok(await isThanked(second.mail), "who has not answered is thanked");
    const third = people.find(({ name }) => !asked.includes(name));
    assert.ok(!mailsTo(third.mail).some((mail) => mail.includes("/anfrage/")), "the third was never asked");
  });
}
