// Somebody of the register looks where they fit, hides what is nothing for them, and promises what fits.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openLooks, problemsOf } from "../checks.mjs";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { joinsTheRegister, linkInMail, open, openDesk, publishWorkingParty, save, sendAsPeopleDo } from "./steps.mjs";

const server = await startDorfnetz({ knowsItsAddress: true, now: "2027-03-01 10:00:00" });
const browser = await openBrowser();
const desk = await openDesk(browser, server, { viewport: { width: 1280, height: 900 } });
const looks = await openLooks(browser, server.origin);
after(async () => {
  await browser.close();
  await server.stop();
});

async function looksWell(path) {
  const problems = await problemsOf(path, looks);
  assert.equal(problems.length, 0, `${path}\n  ${problems.join("\n  ")}`);
}

for (const javaScriptEnabled of [true, false]) {
  const way = javaScriptEnabled ? "with" : "without";
  test(`sees what fits and why, ${way} JavaScript`, async () => {
    const mail = `dora-${way}@example.org`;
    await joinsTheRegister(browser, server, `Dora${way}`, mail);
    await publishWorkingParty(desk, `Teich ${way}`, "20.03.2027", 2, "Gartenarbeit am Ufer");
    const context = await open(browser, server, { javaScriptEnabled });
    const page = await context.newPage();
    await page.goto("/meine-daten");
    await page.getByLabel("Deine E-Mail-Adresse").fill(mail);
    await sendAsPeopleDo(page, "Link schicken");
    const own = await linkInMail(server, mail, "/meine-daten/");
    await page.goto(own);
    await looksWell(new URL(page.url()).pathname);
    await save(page, "Zeig es mir");
    await page.waitForURL("**/passt/**");
    const fitting = new URL(page.url()).pathname;
    await looksWell(fitting);

    const entry = page.locator("li.entry", { hasText: `Teich ${way}` });
    await entry.getByText("Passt, weil: du hilfst gern bei: Garten und Grün").waitFor();
    await entry.getByText("Nichts für mich").click();
    await entry.getByRole("button", { name: "Zu weit weg" }).click();
    await page.getByText("Gemerkt. Davon zeigen wir dir weniger.").waitFor();
    await looksWell(fitting);
    await page.getByText("Ausgeblendet").click();
    await entry.getByRole("button", { name: "Wieder zeigen" }).click();
    await page.getByText("Es steht wieder auf der Liste, wenn es passt.").waitFor();

    await page.getByLabel("höchstens einmal in der Woche").check();
    await save(page, "So merken");
    assert.ok(await page.getByLabel("höchstens einmal in der Woche").isChecked());

    await entry.getByRole("button", { name: "Ich bin dabei" }).click();
    await page.waitForURL("**/zusage/**");
    await page.getByText("Du bist dabei.").first().waitFor();
    await page.goto(fitting);
    assert.equal(await entry.count(), 0, "it is promised");
    await context.close();
  });
}
