// Two people write at the minutes of a meeting, each in a browser of their own. One of them is cut off in the middle of a
// sentence, and shuts the lid. Afterwards the minutes are sent, objected to, approved and read by everybody.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { beginMeeting, closeMeeting, openForVillage } from "./meeting_steps.mjs";
import { open, openDesk, save } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

const desk = await openDesk(browser, server);
const villages = await desk.evaluate(async () => [...(await (await fetch("/doerfer")).text()).matchAll(/href="\/doerfer\/([\w-]+)"/g)].map(([, slug]) => slug));
const [first, second] = [...new Set(villages)];
const anna = await openForVillage(browser, server, { name: "Anna Muster", village: first });
const bert = await openForVillage(browser, server, { name: "Bert Beispiel", village: second });
const { path, address } = await beginMeeting(desk, "Treffen am Teich", ["Teich", "Bank"]);
const writing = `${path}/protokoll`;

const matter = (page, name) => page.locator("form[data-matter]", { hasText: name });
const field = (page, name) => matter(page, name).locator("textarea");
const marked = (page, name, words) => matter(page, name).locator("[data-mark]", { hasText: words }).waitFor();
const stands = (page, name, text) =>
  page.waitForFunction(([label, wanted]) => [...document.querySelectorAll("form[data-matter]")].some((form) => form.querySelector("h2").textContent.includes(label) && form.elements.text.value === wanted), [name, text]);

async function typeAtEnd(page, name, text) {
  await field(page, name).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(text, { delay: 15 });
}

test("others see who writes and what, and wait for their turn", async () => {
  for (const page of [anna, bert]) await page.goto(writing);
  await typeAtEnd(anna, "Teich", "Der Teich ist voll.");
  await marked(anna, "Teich", /^Gespeichert \d\d:\d\d Uhr$/);
  await marked(bert, "Teich", "Anna Muster schreibt gerade.");
  await stands(bert, "Teich", "Der Teich ist voll.");
  assert.equal(await field(bert, "Teich").isEditable(), false);
  await typeAtEnd(bert, "Bank", "Sie ist neu.");
  await stands(anna, "Bank", "Sie ist neu.");
  // Whoever leaves the field gives the matter back.
  await field(anna, "Teich").blur();
  await bert.waitForFunction(() => ![...document.querySelectorAll("textarea")].some((each) => each.readOnly));
});

test("who is cut off in the middle of a sentence goes on writing, and both texts are put together by hand", async () => {
  await typeAtEnd(bert, "Teich", " Bert meint, wir fangen");
  await marked(bert, "Teich", /^Gespeichert/);
  await bert.context().setOffline(true);
  await typeAtEnd(bert, "Teich", " im Frühjahr an.");
  await marked(bert, "Teich", "Noch nicht gespeichert");
  await bert.getByText("keine Verbindung").waitFor();

  // A minute later the others may write there.
  await anna.waitForFunction(() => [...document.querySelectorAll("textarea")].every((each) => !each.readOnly), undefined, { timeout: 90_000 });
  await stands(anna, "Teich", "Der Teich ist voll. Bert meint, wir fangen");
  await typeAtEnd(anna, "Teich", "\nDie Gemeinde hilft.");
  await field(anna, "Teich").blur();
  await marked(anna, "Teich", /^Gespeichert/);

  await bert.context().setOffline(false);
  await matter(bert, "Teich").getByText("Dein Text ist gespeichert, aber er liegt daneben.").waitFor();
  assert.equal(await field(bert, "Teich").inputValue(), "Der Teich ist voll. Bert meint, wir fangen im Frühjahr an.");
  await matter(anna, "Teich").getByText("Daneben liegt Text von Bert Beispiel.").waitFor();
  await matter(anna, "Teich").getByRole("link", { name: "Beides zusammenführen" }).click();
  const together = anna.locator("[name=text]").and(anna.locator("textarea"));
  assert.equal(await together.inputValue(), "Der Teich ist voll. Bert meint, wir fangen\nDie Gemeinde hilft.\nDer Teich ist voll. Bert meint, wir fangen im Frühjahr an.");
  await together.fill("Der Teich ist voll. Bert meint, wir fangen im Frühjahr an.\nDie Gemeinde hilft.");
  await save(anna, "So zusammenführen");
  await anna.getByText("Zusammengeführt.").waitFor();
  await stands(bert, "Teich", "Der Teich ist voll. Bert meint, wir fangen im Frühjahr an.\nDie Gemeinde hilft.");
  assert.equal(await matter(bert, "Teich").getByText("daneben").count(), 0);
});

test("a lid that is shut without a network loses nothing: the next page sends it", async () => {
  await bert.context().setOffline(true);
  await typeAtEnd(bert, "Bank", " Und aus Eiche.");
  await marked(bert, "Bank", "Noch nicht gespeichert");
  const { context } = { context: bert.context() };
  await bert.close();
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto("/redaktion");
  await later.waitForFunction(() => !Object.keys(localStorage).some((name) => name.startsWith("minutes:")));
  await stands(anna, "Bank", "Sie ist neu. Und aus Eiche.");
  await later.close();
});

test("without a script each matter is a form, and the second of two is kept beside", async () => {
  const state = await desk.context().storageState();
  const plain = await (await open(browser, server, { storageState: state, javaScriptEnabled: false })).newPage();
  const other = await plain.context().newPage();
  for (const page of [plain, other]) await page.goto(writing);
  const whole = (page) => page.locator("form[data-matter='']");
  await whole(plain).locator("textarea").fill("Es war ein schöner Abend.");
  await whole(plain).getByRole("button", { name: "Speichern" }).click();
  await plain.getByText("Gespeichert.").waitFor();
  await whole(other).locator("textarea").fill("Es regnete.");
  await whole(other).getByRole("button", { name: "Speichern" }).click();
  await other.getByText("Dein Text liegt daneben: Führ beides zusammen.").waitFor();
  await whole(other).getByRole("link", { name: "Beides zusammenführen" }).click();
  await save(other, "Diesen Text verwerfen");
  await save(other, "Ja, verwerfen");
  await other.getByText("Verworfen.").waitFor();
  await plain.context().close();
});

test("the minutes are sent, objected to, approved and then read by everybody as they were", async () => {
  await closeMeeting(desk, path);
  await desk.goto(`${address}/protokoll`);
  await save(desk, "Zur Genehmigung verschicken");
  await save(desk, "Ja, verschicken");
  await desk.getByText("Das Protokoll ist verschickt.").waitFor();

  // Whoever had the page open hears of it.
  await anna.getByText("Das Protokoll ist inzwischen verschickt.").waitFor();
  await anna.goto(`${address}/protokoll`);
  await anna.getByLabel("Dein Einwand").fill("Es waren zwei Bänke.");
  await save(anna, "Einwand schreiben");
  await desk.goto(`${address}/protokoll`);
  await desk.getByText("Es waren zwei Bänke.").waitFor();
  await desk.getByLabel("Antwort").fill("Stimmt, beim nächsten Mal.");
  await save(desk, "Antworten");
  await save(desk, "Es ist genehmigt");
  await save(desk, "Ja, genehmigt");
  await desk.getByText("Das Protokoll ist genehmigt.").waitFor();

  const visitor = await (await open(browser, server)).newPage();
  await visitor.goto(address);
  await visitor.getByRole("link", { name: "Genehmigtes Protokoll lesen" }).click();
  const text = await visitor.locator("main").innerText();
  assert.match(text, /Der Teich ist voll\. Bert meint, wir fangen im Frühjahr an\.[\s\S]*Die Gemeinde hilft\.[\s\S]*Sie ist neu\. Und aus Eiche\./);
  assert.doesNotMatch(text, /Muster|zwei Bänke/);
  const digest = await visitor.locator("code").textContent();
  const file = await (await visitor.request.get(`${address}/protokoll.txt`)).body();
  assert.equal(createHash("sha256").update(file).digest("hex"), digest);
  const paper = await visitor.request.get(`${address}/protokoll.pdf`);
  assert.match((await paper.body()).toString("latin1"), /^%PDF/);
});
