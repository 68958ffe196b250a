// A club shows our dates on a site of its own, which is as careful as a site can be, and one of which nobody has
// switched scripts on.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { open } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();

// The lines as our page makes them, on a page of somebody else.
const made = await (await open(browser, server)).newPage();
await made.goto("/termine/einbinden?anzahl=3");
const snippet = await made.locator("pre").innerText();

const club = createServer((request, response) => {
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": `default-src 'none'; script-src ${server.origin}; connect-src ${server.origin}`,
  });
  response.end(`<!doctype html><html lang="de"><title>Beispielverein</title><h1>Beispielverein</h1>${snippet}`);
});
await new Promise((resolve) => club.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${club.address().port}`;

after(async () => {
  await browser.close();
  await server.stop();
  club.close();
});

test("dates stand on the other site, which asks nobody but us and gets no cookie", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  const refused = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
  await page.goto(origin);
  await page.locator("dorfnetz-events li").nth(2).waitFor();
  assert.equal(await page.locator("dorfnetz-events li").count(), 3);
  const address = await page.locator("dorfnetz-events li a").first().getAttribute("href");
  assert.match(address, /\/termine\/\d{4}\/\d{2}\//);
  assert.ok(address.startsWith(server.origin));
  for (const url of asked) assert.ok(url.startsWith(origin) || url.startsWith(server.origin), url);
  assert.deepEqual(refused.filter((text) => !text.includes("favicon")), []);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test("attributes choose, and what they choose can change", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(origin);
  const list = page.locator("dorfnetz-events");
  await list.locator("li").first().waitFor();
  await list.evaluate((element) => element.setAttribute("count", "1"));
  await page.waitForFunction(() => document.querySelector("dorfnetz-events").shadowRoot.querySelectorAll("li").length === 1);
  await list.evaluate((element) => element.setAttribute("kind", "no-such-kind"));
  await page.context().close();
});

test("without scripts there is a link to the dates", async () => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(origin);
  await page.locator("dorfnetz-events a").click();
  await page.waitForURL(`${server.origin}/termine`);
  await page.context().close();
});
