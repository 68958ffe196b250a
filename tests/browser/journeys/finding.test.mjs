// Someone looks for a club and does not know how its name is written.
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

for (const javaScriptEnabled of [true, false]) {
  const how = `${javaScriptEnabled ? "with" : "without"} JavaScript`;

  test(`a misspelt name still finds the club, ${how}`, async () => {
    const context = await open(browser, server, { javaScriptEnabled });
    const page = await context.newPage();
    await page.goto("/");
    await page.locator(".menu > summary").click();
    await page.locator(".menu").getByRole("link", { name: "Suche" }).click();
    await page.getByRole("searchbox").fill("Heimatverien");
    await page.getByRole("main").getByRole("button", { name: "Suchen" }).click();
    await page.waitForURL("**/suche?**");

    const hit = page.locator(".entry", { has: page.getByRole("link", { name: /Heimatverein Gossa/ }) });
    assert.match(await hit.locator(".tags").innerText(), /Gossa/, "the list tells in which village it is");
    await hit.getByRole("link").click();
    assert.match(await page.locator("h1").innerText(), /Heimatverein Gossa/);
    await context.close();
  });

  test(`the directory understands a misspelt word and can be narrowed to a village, ${how}`, async () => {
    const context = await open(browser, server, { javaScriptEnabled });
    const page = await context.newPage();
    await page.goto("/vereine");
    const all = Number(await page.locator("[data-count] strong").innerText());

    assert.ok(!(await page.getByRole("checkbox", { name: /Gröbern/ }).isVisible()), "filters are folded on a phone");
    await page.locator(".filter-fold > summary").click();
    await page.getByRole("checkbox", { name: /Gröbern/ }).check();
    await page.getByRole("button", { name: "Ergebnis zeigen" }).click();
    await page.waitForURL("**dorf=groebern**");
    const there = Number(await page.locator("[data-count] strong").innerText());
    assert.ok(there > 0 && there < all, `${there} of ${all}`);

    await page.goto("/vereine?q=Feuerwer");
    assert.match(await page.locator(".entries").innerText(), /Feuerwehr Krina/);
    await context.close();
  });
}
