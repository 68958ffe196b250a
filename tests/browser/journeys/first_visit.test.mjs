// Someone comes by for the first time, looks at a village and goes back.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

for (const javaScriptEnabled of [true, false]) {
  test(`from the front page to a village and back, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const context = await browser.newContext({ baseURL: server.origin, javaScriptEnabled, viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    await page.goto("/");
    const front = await page.locator("h1").innerText();

    const link = page.locator('main a[href^="/doerfer/"]').first();
    const address = await link.getAttribute("href");
    await link.click();
    await page.waitForURL(`**${address}`);
    assert.notEqual(await page.locator("h1").innerText(), front);

    await page.goBack();
    assert.equal(await page.locator("h1").innerText(), front);
    await context.close();
  });
}
