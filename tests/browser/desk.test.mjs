// The pages of the editors, looked at as those that everybody sees.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { markupProblems, openLooks, problemsOf } from "./checks.mjs";
import { buildFolder, openBrowser, startDorfnetz } from "./harness.mjs";
import { openDesk } from "./journeys/steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

const desk = await openDesk(browser, server);
const state = await desk.context().storageState();
// The page of the app opens to whoever began with one.
await desk.goto("/redaktion/sicherheit");
await desk.getByRole("button", { name: /App/ }).click();
await desk.getByRole("heading", { name: "App einrichten" }).waitFor();

// The first link in the list of each kind leads to an entry, so that forms with something in them are seen too.
async function firstIn(list) {
  await desk.goto(list);
  return desk.locator("main :is(table, .cards) tbody a").first().getAttribute("href");
}

const paths = server
  .command("routes")
  .split("\n")
  .map((line) => line.match(/^GET\s+(\/redaktion\S*)/)?.[1])
  .filter((path) => path && !path.includes("{"));
const club = await firstIn("/redaktion/organisationen");
const person = await firstIn("/redaktion/engagierte");
paths.push(club, `${club}/verlauf`, `${club}/ansprechpersonen/neu`, person, `${person}/bearbeiten`, `${person}/loeschen`);
paths.push(`${club}/logo`, `${club}/bilder`, "/redaktion/doerfer/krina/bild");
paths.push("/redaktion/doerfer/krina", "/redaktion/doerfer/krina/netzwerkverein", "/redaktion/seiten/netzwerk");
const activity = await firstIn("/redaktion/termine");
await desk.goto(activity);
const day = await desk.locator('main a[href*="/tage/"]').first().getAttribute("href");
paths.push(activity, day, `${day}/anwesenheit`, `${day}/anwesenheit/ohne-netz`, `${day}/bericht`, `${day}/bericht/bilder`);
// One that needs hands and things, and has formalities.
await desk.goto("/redaktion/termine");
const market = await desk.getByRole("link", { name: "Markt der Dörfer" }).first().getAttribute("href");
const ends = ["bedarf", "bedarf/neu", "bedarf/neu?was=sache", "formalitaeten", "formalitaeten/neu", "kopieren", "bilder"];
paths.push(market, ...ends.map((end) => `${market}/${end}`));
async function firstOf(page, kind) {
  await desk.goto(page);
  const hrefs = await desk.locator(`main a[href*="/${kind}/"]`).evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  return hrefs.find((href) => !href.includes("/neu"));
}
const need = await firstOf(`${market}/bedarf`, "bedarf");
const marketDay = await firstOf(`${market}/bedarf`, "tage");
paths.push(need, `${need}/zeiten`, await firstOf(need, "zeiten"), marketDay, await firstOf(marketDay, "schichten"));
paths.push(await firstOf(`${market}/formalitaeten`, "formalitaeten"));
await desk.goto("/redaktion/treffen");
const meetings = await desk.locator('main a[href^="/redaktion/treffen/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
const meeting = meetings.find((href) => /[0-9a-f-]{36}$/.test(href));
paths.push(meeting, `${meeting}/protokoll`);

const site = await openLooks(browser, server.origin, state);
for (const path of paths) {
  test(`${path} can be used by every editor`, async () => {
    const problems = await problemsOf(path, site);
    assert.equal(problems.length, 0, `\n  ${problems.join("\n  ")}`);
  });
}

test("the HTML checker finds no error on any page of the desk", async () => {
  const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const signedIn = (address, settings) => fetch(address, { ...settings, headers: { cookie } });
  const problems = await markupProblems(server.origin, paths, join(buildFolder, "checked-desk"), signedIn);
  assert.equal(problems.length, 0, `\n  ${problems.map(([path, said]) => `${path} ${said}`).join("\n  ")}`);
});
