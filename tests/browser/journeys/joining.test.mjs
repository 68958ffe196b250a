// Someone wants to help and fills in the form; the link in the mail brings them into the register.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { linkInMail, open, sendAsPeopleDo } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

for (const javaScriptEnabled of [true, false]) {
  test(`joins by the form and confirms by mail, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const mail = `hildegard-${javaScriptEnabled}@example.org`;
    const context = await open(browser, server, { javaScriptEnabled });
    const page = await context.newPage();
    await page.goto("/");
    await page.getByRole("main").getByRole("link", { name: "Ich mach mit" }).click();
    if (!page.url().endsWith("/eintragen"))
      await page.getByRole("main").getByRole("link", { name: "Ich mach mit" }).click();

    await page.getByLabel("Vorname").fill("Hildegard");
    await page.getByLabel("Nachname").fill("Beispielfrau");
    await page.getByLabel("Wo wohnst du?").selectOption({ label: "Krina" });
    await page.getByLabel("E-Mail").first().fill(mail);
    await page.getByLabel("Vorlesen").check();
    await page.getByLabel("16 oder älter").check();
    await sendAsPeopleDo(page, "Absenden");

    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").innerText(), /Ohne dein Ja/);
    assert.equal(await page.getByLabel("Nachname").inputValue(), "Beispielfrau", "nothing typed is lost");
    assert.ok(await page.getByLabel("Vorlesen").isChecked());

    await page.locator("[name=einwilligung]").check();
    await sendAsPeopleDo(page, "Absenden");
    await page.waitForURL("**/mitmachen/danke");

    await page.goto(await linkInMail(server, mail, "/mitmachen/bestaetigen/"));
    await page.getByRole("main").getByRole("button").click();
    await page.waitForURL("**/mitmachen/dabei**");
    await context.close();
  });
}

test("what was typed is still there after the page was left", async () => {
  const context = await open(browser, server);
  const page = await context.newPage();
  await page.goto("/mitmachen/eintragen");
  await page.getByLabel("Nachname").fill("Beispielfrau");
  await page.waitForFunction(() => localStorage.length > 0);
  await page.goto("/");
  await page.goto("/mitmachen/eintragen");
  assert.equal(await page.getByLabel("Nachname").inputValue(), "Beispielfrau");

  await page.getByRole("button", { name: "Alles leeren" }).click();
  assert.equal(await page.getByLabel("Nachname").inputValue(), "");
  await context.close();
});
