// Somebody promises a cake on an old phone, takes it back by the link in the mail, and the next one moves up.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openLooks, problemsOf } from "../checks.mjs";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { linkInMail, open, sendAsPeopleDo } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
const looks = await openLooks(browser, server.origin);
after(async () => {
  await browser.close();
  await server.stop();
});

const looksWell = async (path) => {
  const problems = await problemsOf(path, looks);
  assert.equal(problems.length, 0, `${path}\n  ${problems.join("\n  ")}`);
};

async function promise(page, { place, button, name, reach }) {
  await page.goto(place);
  await page.getByLabel("Wie heißt du?").fill(name);
  await page.getByLabel("Telefon oder E-Mail").fill(reach);
  await sendAsPeopleDo(page, button);
}

// The address of the form behind the first link of that name.
async function placeOf(page, name) {
  await page.goto("/mitmachen");
  return page.getByRole("link", { name }).first().getAttribute("href");
}

for (const javaScriptEnabled of [true, false]) {
  test(`promises a cake and takes it back, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const reach = `karla-${javaScriptEnabled}@example.org`;
    const context = await open(browser, server, { javaScriptEnabled });
    const page = await context.newPage();
    const place = await placeOf(page, /Bring ich mit ?: Kuchen/);
    await page.goto("/mitmachen");
    await page.getByRole("link", { name: /Bring ich mit ?: Kuchen/ }).first().click();
    assert.ok(page.url().endsWith(place), "one tap from the list to the form");
    await looksWell(place);

    await promise(page, { place, button: "Bring ich mit", name: "Karla Muster", reach: "am Gartenzaun" });
    await page.getByRole("alert").first().waitFor();
    assert.equal(await page.getByLabel("Wie heißt du?").inputValue(), "Karla Muster", "nothing typed is lost");
    await promise(page, { place, button: "Bring ich mit", name: "Karla Muster", reach });
    await page.waitForURL("**/danke");

    const own = await linkInMail(server, reach, "/zusage/");
    await looksWell(own);
    await page.goto(own);
    await page.getByText("Du bist dabei.").waitFor();
    await page.getByRole("button", { name: "Meinen Kalender anlegen" }).click();
    const calendar = await page.getByText("/kalender/").textContent();
    const file = await (await context.request.get(calendar)).text();
    assert.match(file, /SUMMARY:.*Kuchen/, "calendar programs find the cake");
    await page.getByRole("button", { name: "Absagen" }).click();
    await page.getByRole("button", { name: "Ja, absagen" }).click();
    await page.getByText("nichts mehr für dich vorgemerkt").waitFor();
    await context.close();
  });
}

test("the next one on the list moves up and hears of it", async () => {
  const context = await open(browser, server);
  const page = await context.newPage();
  const place = await placeOf(page, /Bring ich mit ?: Anhänger/);
  const button = "Bring ich mit";
  await promise(page, { place, button, name: "Anna Probe", reach: "anna@example.org" });
  await page.waitForURL("**/danke");
  await promise(page, { place, button: "Auf die Warteliste", name: "Berta Probe", reach: "berta@example.org" });
  await page.waitForURL("**/danke?platz=warteliste");
  const waiting = await linkInMail(server, "berta@example.org", "/zusage/");
  await page.goto(waiting);
  await page.getByText("Du stehst auf der Warteliste.").waitFor();

  await page.goto(await linkInMail(server, "anna@example.org", "/zusage/"));
  await page.getByRole("button", { name: "Absagen" }).click();
  await page.getByRole("button", { name: "Ja, absagen" }).click();
  await page.goto(waiting);
  await page.getByText("Du bist dabei.").waitFor();
  await context.close();
});

test("whoever has only a telephone keeps the page that follows", async () => {
  const context = await open(browser, server);
  const page = await context.newPage();
  const place = await placeOf(page, /Ich bin dabei ?: Suppe kochen/);
  await promise(page, { place, button: "Ich bin dabei", name: "Opa Beispiel", reach: "03493 76 54 32" });
  await page.waitForURL("**/zusage/**");
  await page.getByText("Speicher diese Seite").waitFor();
  await context.close();
});
