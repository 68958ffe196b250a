// A sheet is printed, filled in by hand and typed in by somebody at the desk.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { open, openDesk } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

test("the number on the printed sheet leads to the form for typing it in", async () => {
  const visitor = await (await open(browser, server)).newPage();
  await visitor.goto("/mitmachen/papier");
  const link = visitor.getByRole("main").getByRole("link", { name: /Krina/ });
  const answer = await visitor.request.get(await link.getAttribute("href"));
  assert.equal(answer.headers()["content-type"], "application/pdf");
  const text = execFileSync("pdftotext", ["-", "-"], { input: await answer.body(), encoding: "utf8" });
  const number = text.match(/KR-\d{4}-\d{4}/)?.[0];
  assert.ok(number, "the sheet bears a number");
  await visitor.context().close();

  const page = await openDesk(browser, server);
  await page.goto("/redaktion/papier");
  await page.getByLabel("Formular-Nr.").fill(number.toLowerCase());
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.waitForURL(`**/redaktion/papier/${number}`);
  await page.getByLabel("Vorname").fill("Ottokar");
  await page.getByLabel("Nachname").fill("Probefeld");
  await page.getByLabel("Wohnt in").selectOption({ label: "Krina" });
  await page.getByLabel("Telefon").first().fill("03493 12 34 5");
  await page.getByLabel("16 oder älter").check();
  await page.locator("[name=unterschrift]").check();
  await page.locator("[name=unterschrieben_am]").fill("20.11.2026");
  await page.getByRole("main").getByRole("button", { name: "Eintragen" }).click();
  await page.getByRole("status").first().waitFor();

  await page.goto("/redaktion/engagierte?q=Probefeld");
  assert.match(await page.getByRole("main").innerText(), /Ottokar Probefeld/);
});
