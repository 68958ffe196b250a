// Someone who uses no mouse gets everywhere.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { open } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

const focused = (page) =>
  page.evaluate(() => ({
    text: (document.activeElement.innerText ?? "").trim(),
    name: document.activeElement.getAttribute("name"),
    outlined: getComputedStyle(document.activeElement).outlineStyle !== "none",
  }));

// Presses Tab until what has the focus fits.
async function tabTo(page, fits, most = 120) {
  for (let pressed = 0; pressed < most; ++pressed) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (fits(now)) return now;
  }
  assert.fail(`not reached with ${most} times Tab`);
}

test("the first key leads past the head", async () => {
  const context = await open(browser, server);
  const page = await context.newPage();
  await page.goto("/vereine");
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).text, "Zum Inhalt");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
  await context.close();
});

test("the menu opens, leads on and is seen to have the focus", async () => {
  const context = await open(browser, server);
  const page = await context.newPage();
  await page.goto("/");
  assert.ok((await tabTo(page, ({ text }) => text === "Menü")).outlined);
  await page.keyboard.press("Enter");
  assert.ok((await tabTo(page, ({ text }) => text === "Suche")).outlined);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/suche");
  await context.close();
});

test("a form is filled in, and its errors lead to the fields", async () => {
  const context = await open(browser, server);
  const page = await context.newPage();
  await page.goto("/kontakt");
  await tabTo(page, ({ name }) => name === "name");
  await page.keyboard.type("Hilde Beispiel");
  await tabTo(page, ({ name }) => name === "nachricht");
  await page.keyboard.type("Wann ist der Teich dran?");
  await page.waitForTimeout(2100);
  await tabTo(page, ({ text }) => text === "Nachricht senden");
  await page.keyboard.press("Enter");

  await page.getByRole("alert").waitFor();
  await tabTo(page, ({ text }) => text.startsWith("E-Mail-Adresse"));
  await page.keyboard.press("Enter");
  assert.equal((await focused(page)).name, "email", "the error leads to its field");
  await page.keyboard.type("hilde@example.org");
  await page.waitForTimeout(2100);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/kontakt/danke**");
  await context.close();
});
