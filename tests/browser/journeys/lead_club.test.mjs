// The coordinator signs in for the first time and hands a village over to another club.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { openDesk } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

test("a village gets a lead club, and everybody sees it", async () => {
  const page = await openDesk(browser, server);
  assert.ok(!(await page.locator(".desk-groups").isVisible()), "the desk's menu is folded");
  await page.locator(".desk-menu > summary").click();
  await page.locator(".desk-menu").getByRole("link", { name: "Dörfer" }).click();
  const village = page.getByRole("row", { name: /Krina/ });
  await village.getByRole("link", { name: "Netzwerkverein eintragen" }).click();

  await page.getByLabel("Beispiel: Krinaer Gartenfreunde e.V.").check();
  await page.getByLabel("Wo und wann beschlossen?").fill("Einwohnerversammlung am 3. März");
  await page.getByRole("button", { name: "Eintragen" }).click();
  await page.getByRole("button", { name: "Ja, eintragen" }).click();
  await page.getByRole("status").first().waitFor();

  const visitor = await (await browser.newContext({ baseURL: server.origin })).newPage();
  await visitor.goto("/doerfer/krina");
  const lead = visitor.locator(".panel", { hasText: "Netzwerkverein" }).first();
  assert.match(await lead.innerText(), /Krinaer Gartenfreunde/);
  assert.match(await lead.innerText(), /Einwohnerversammlung am 3. März/);
  await visitor.context().close();

  await page.getByRole("button", { name: "Abmelden" }).first().click();
  assert.match((await page.goto("/redaktion")).url(), /\/anmelden/, "whoever signed out is asked to sign in");
});
