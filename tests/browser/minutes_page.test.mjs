// The page on which minutes are written, in Chromium, with a server that answers as each test says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { openBrowser, repository } from "./harness.mjs";

const script = readFileSync(join(repository, "assets/js/minutes.js"), "utf8");
const origin = "http://minutes.example";
const longAgo = () => Date.now() - 60_000;

const browser = await openBrowser();
after(() => browser.close());

const left = `<template data-left-entry><li><strong data-left-heading></strong><p data-left-text></p><button data-left-drop>Weg</button></li></template><ul data-left></ul>`;
const matter = (id) => `<form data-matter="${id}"><h2>${id}</h2><textarea name="text"></textarea><input name="fassung" value="0"><p data-mark></p><ul data-besides></ul></form>`;
const signOut = `<form method="post" action="/abmelden"><button>Abmelden</button></form>`;
const documentOf = (body) => `<!doctype html><html lang="de"><body>${body}${signOut}<script type="module" src="/minutes.js"></script></body></html>`;
const writing = documentOf(`<div hidden data-minutes="/seite" data-writer="anna" data-stand="0" data-agenda="x">
  <div class="notice"><p data-state data-online="Verbunden." data-offline="Offline." data-signed-out="Nicht angemeldet." data-waiting="Von vorhin." data-full="Kein Platz."></p></div>
  <p hidden data-sign-in></p><p hidden data-agenda-changed></p><template data-beside-entry></template>${left}
  <p hidden data-words data-saved="Gespeichert {1}" data-typing="Noch nicht" data-gone="Entfernt" data-too-many="Zu viel"></p></div>${matter("Teich")}${matter("Bank")}`);
const reading = documentOf(`<div hidden data-minutes-left="/seite" data-writer="anna">${left}</div>`);

// A browser of one person's or several people's, and the server: `saves` are the saves that it got. `answers` may say
// something else than that a save was taken.
async function openWith({ writer = "anna", answer = () => ({ verdict: "taken" }) } = {}) {
  const context = await browser.newContext();
  const server = { writer, answer, saves: [], signedOut: [] };
  await context.route(`${origin}/**`, async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    const json = (value) => route.fulfill({ contentType: "application/json", body: JSON.stringify(value) });
    if (pathname === "/minutes.js") return route.fulfill({ contentType: "text/javascript", body: script });
    if (pathname === "/seite/stand.json") return json({ stand: 1, state: "draft", writer: server.writer, agenda: "x", token: "t", texts: [] });
    if (pathname === "/seite/speichern") {
      const save = Object.fromEntries(new URLSearchParams(request.postData()));
      server.saves.push(save);
      const said = server.answer(save);
      return said.status ? route.fulfill({ status: said.status }) : json({ version: server.saves.length, beside: false, ...said });
    }
    if (pathname === "/abmelden") {
      server.signedOut.push(request.postData() ?? "");
      return route.fulfill({ contentType: "text/html", body: "Abgemeldet." });
    }
    return route.fulfill({ contentType: "text/html", body: pathname === "/lesen" ? reading : writing });
  });
  const open = async (path) => {
    const page = await context.newPage();
    await page.goto(origin + path);
    return page;
  };
  return { server, open, close: () => context.close() };
}

const field = (page, id) => page.locator(`form[data-matter=${id}] textarea`);
const marked = (page, id, words) => page.locator(`form[data-matter=${id}] [data-mark]`, { hasText: words }).waitFor();
const keep = (page, entry) => page.evaluate((each) => localStorage.setItem(`minutes:${each.page}:${each.tab}:${each.id}`, JSON.stringify(each)), entry);
const kept = (page) => page.evaluate(() => Object.keys(localStorage));
const entry = (more) => ({ page: "/seite", tab: "old", writer: "anna", id: "Teich", number: 4, based_on: 0, text: "Von vorhin", at: longAgo(), ...more });

test("a matter that was taken off keeps nobody from saving the others, and says so", async () => {
  const { server, open, close } = await openWith({ answer: ({ punkt }) => (punkt === "Teich" ? { status: 404 } : { verdict: "taken" }) });
  const page = await open("/seite");
  await field(page, "Teich").fill("Der Teich");
  await field(page, "Bank").fill("Die Bank");
  await marked(page, "Bank", /^Gespeichert/);
  await marked(page, "Teich", "Entfernt");
  assert.equal(await field(page, "Teich").inputValue(), "Der Teich");
  assert.equal(await page.locator("[data-state]").innerText(), "Verbunden.");
  assert.deepEqual((await kept(page)).map((name) => name.split(":").pop()), ["Teich"]);
  // Typed on, it stays as it is and is not sent in vain.
  const before = server.saves.length;
  await field(page, "Teich").fill("Der Teich ist leer");
  await field(page, "Bank").fill("Die Bank ist neu");
  await page.waitForFunction(() => !Object.keys(localStorage).some((name) => name.endsWith("Bank")));
  assert.ok(server.saves.slice(before).every(({ punkt }) => punkt === "Bank"));
  await marked(page, "Teich", "Entfernt");
  await close();
});

test("a device without room says that the text is on the page alone, and it is sent all the same", async () => {
  const { server, open, close } = await openWith({ answer: () => ({ status: 503 }) });
  const page = await open("/seite");
  await page.evaluate(() => {
    const letters = "x".repeat(1024);
    for (let number = 0, size = letters.length * 4096; size > 0; ++number) {
      try {
        localStorage.setItem(`voll:${number}`, "x".repeat(size));
      } catch {
        size = Math.floor(size / 2);
      }
    }
  });
  await field(page, "Teich").fill("Der Teich");
  await page.locator("[data-state]", { hasText: "Kein Platz." }).waitFor();
  server.answer = () => ({ verdict: "taken" });
  await marked(page, "Teich", /^Gespeichert/);
  await page.locator("[data-state]", { hasText: /^Verbunden\.$/ }).waitFor();
  await close();
});

test("another tab of the same person sends what is typed just now and gives no hold away", async () => {
  const { server, open, close } = await openWith();
  const page = await open("/lesen");
  await keep(page, entry({ at: Date.now() }));
  await keep(page, entry({ id: "Bank" }));
  await open("/seite");
  await page.waitForFunction(() => localStorage.length === 0);
  const how = Object.fromEntries(server.saves.map(({ punkt, fertig, nachgereicht }) => [punkt, fertig + nachgereicht]));
  assert.deepEqual(how, { Teich: "1", Bank: "1" }, "whoever writes there is left as it is");
  await close();
});

test("whoever has finished gives the matter back with the number that is known, once", async () => {
  const { server, open, close } = await openWith({ answer: ({ fertig }) => ({ verdict: fertig ? "known" : "taken" }) });
  const page = await open("/seite");
  await field(page, "Teich").fill("Der Teich");
  await marked(page, "Teich", /^Gespeichert/);
  await field(page, "Teich").blur();
  await field(page, "Bank").focus();
  await page.waitForTimeout(4000);
  assert.deepEqual(server.saves.map(({ nummer, fertig }) => [nummer, fertig]), [["1", ""], ["1", "1"]]);
  await close();
});

test("once somebody else has signed in on this device, nothing goes out under their name", async () => {
  const { server, open, close } = await openWith();
  const page = await open("/seite");
  server.answer = () => ({ status: 403 }); // the token was another session's
  server.writer = "bert";
  await field(page, "Teich").fill("Der Teich");
  await page.locator("[data-state]", { hasText: "Nicht angemeldet." }).waitFor();
  server.answer = () => ({ verdict: "taken" });
  const before = server.saves.length;
  await page.waitForTimeout(4000);
  assert.equal(server.saves.length, before);
  server.writer = "anna";
  await marked(page, "Teich", /^Gespeichert/);
  await close();
});

test("signing out sends what is one's own and leaves nothing on the device", async () => {
  const { server, open, close } = await openWith();
  const page = await open("/anderswo");
  await keep(page, entry());
  await page.reload();
  await page.waitForFunction(() => localStorage.length === 0);
  const before = server.saves.length;
  await keep(page, entry());
  await page.evaluate(() => localStorage.setItem("entwurf:x", "Ein Name"));
  await page.getByText("Abmelden").click();
  await page.getByText("Abgemeldet.").waitFor();
  assert.ok(server.saves.length > before, "what is sent twice counts once");
  assert.deepEqual(server.signedOut, [""], "the server asks the browser to throw away all it has");
  await close();
});

test("signing out throws away nobody else's text and nothing that was refused, but everything else", async () => {
  const { server, open, close } = await openWith({ answer: () => ({ verdict: "refused" }) });
  const page = await open("/anderswo");
  await keep(page, entry());
  await keep(page, entry({ writer: "bert", id: "Bank", text: "Von Bert" }));
  await page.evaluate(() => localStorage.setItem("entwurf:x", "Ein Name"));
  await page.reload();
  await page.getByText("Abmelden").click();
  await page.getByText("Abgemeldet.").waitFor();
  assert.deepEqual([...new Set(server.saves.map(({ text }) => text))], ["Von vorhin"]);
  assert.deepEqual(server.signedOut, ["behalten=1"]);
  assert.deepEqual((await kept(page)).sort(), ["minutes:/seite:old:Bank", "minutes:/seite:old:Teich"]);
  await close();
});

test("what was refused is shown to who typed it where the minutes are read, and to nobody else", async () => {
  const { open, close } = await openWith({ answer: () => ({ verdict: "refused" }) });
  const page = await open("/lesen");
  assert.equal(await page.locator("[data-minutes-left]").isVisible(), false);
  await keep(page, entry());
  await keep(page, entry({ writer: "bert", id: "Bank", text: "Von Bert" }));
  await page.reload();
  await page.getByText("Von vorhin").waitFor();
  assert.equal(await page.getByText("Von Bert").count(), 0);
  await page.getByText("Weg").click();
  await page.locator("[data-minutes-left]").waitFor({ state: "hidden" });
  assert.deepEqual(await kept(page), ["minutes:/seite:old:Bank"]);
  await close();
});
