// The drawn map asks nobody. Who wants the real one taps for it, and only then its server is asked.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { open, openDesk } from "./steps.mjs";

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mMAAQAABQABoIJXOQAAAABJRU5ErkJggg==",
  "base64",
);

const asked = [];
const tiles = createServer((request, response) => {
  asked.push({ path: request.url, referrer: request.headers.referer ?? "" });
  response.writeHead(200, { "Content-Type": "image/png" });
  response.end(onePixel);
});
await new Promise((resolve) => tiles.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${tiles.address().port}`;

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
  tiles.close();
});

async function pageOf(path) {
  const context = await open(browser, server);
  const page = await context.newPage();
  page.refused = [];
  page.on("console", (message) => message.type() === "error" && page.refused.push(message.text()));
  await page.goto(path);
  return page;
}

test("without a map server there is no button", async () => {
  const page = await pageOf("/doerfer/krina");
  await page.locator("svg.map").waitFor();
  assert.equal(await page.getByRole("button", { name: "Karte laden" }).count(), 0);
  await page.context().close();
});

test("the map's server is asked after the tap and never before", async () => {
  const desk = await openDesk(browser, server);
  await desk.goto("/redaktion/einstellungen");
  await desk.getByLabel("Adresse der Kartenbilder").fill(`${origin}/{z}/{x}/{y}.png`);
  await desk.getByLabel("Wer die Karte macht").fill("Beispielkarte <b>&copy;</b>");
  await desk.getByRole("main").getByRole("button", { name: "Speichern" }).click();
  await desk.waitForURL("**meldung=**");

  const club = await desk.request.get("/vereine").then((answer) => answer.text());
  for (const path of ["/doerfer/krina", club.match(/\/vereine\/beispiel[\w-]+/)[0]]) {
    asked.length = 0;
    const page = await pageOf(path);
    const button = page.getByRole("button", { name: "Karte laden" });
    await button.waitFor();
    await page.getByText("Erst wenn du tippst").waitFor();
    assert.deepEqual(asked, [], "nobody was asked yet");

    await button.click();
    await page.locator(".leaflet-tile-loaded").first().waitFor();
    assert.ok(asked.length > 0, "the map's pictures were fetched");
    for (const { referrer } of asked) assert.equal(referrer, `${server.origin}/`, "the website is told, not the page");
    await page.getByRole("link", { name: "näher" }).or(page.getByRole("button", { name: "näher" })).click();
    assert.equal(await button.count(), 0);
    assert.match(await page.locator(".leaflet-control-attribution").innerText(), /Beispielkarte <b>/);
    assert.deepEqual(page.refused, [], "the content policy allows what is needed");
    await page.context().close();
  }
});
