// A working party is today. People sign up, are checked in where there is no network, by tap and by code, and
// afterwards everybody reads how it was.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { openBrowser, repository, startDorfnetz } from "../harness.mjs";
import { open, openDesk, publishWorkingParty, save, sendAsPeopleDo } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

const desk = await openDesk(browser, server);
const state = await desk.context().storageState();

const today = new Date().toLocaleDateString("de-DE", {
  timeZone: "Europe/Berlin",
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
});

// As somebody does who found the date, with a telephone number and no account. Answers the address of the promise.
async function signUp(address, name, number) {
  const context = await open(browser, server);
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole("link", { name: /Ich bin dabei/ }).click();
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=kontakt]").fill(number);
  await sendAsPeopleDo(page, "Ich bin dabei");
  await page.waitForURL("**/zusage/**");
  await page.getByRole("heading", { name: "Dein Code für den Tag" }).waitFor();
  const own = page.url();
  await context.close();
  return own;
}

async function phone(settings = {}) {
  const context = await open(settings.browser ?? browser, server, { storageState: state, ...settings.context });
  return context.newPage();
}

const row = (page, name) => page.getByRole("button", { name, exact: false }).and(page.locator("[data-tap]"));
const isHere = (page, name) => row(page, name).and(page.locator('[aria-pressed="true"]')).waitFor();

test("people are checked in without a network, and the hours and the report follow", async () => {
  const { day, address } = await publishWorkingParty(desk, "Teich entschlammen", today);
  await signUp(address, "Anna Muster", "03493 123451");
  await signUp(address, "Bert Beispiel", "03493 123452");
  await signUp(address, "Cora Beispiel", "03493 123453");

  const gate = await phone();
  await gate.goto(`${day}/anwesenheit`);
  await gate.getByText("Die Seite geht jetzt auch ohne Netz auf.").waitFor();
  await gate.context().setOffline(true);
  await row(gate, "Anna Muster").click();
  await isHere(gate, "Anna Muster");
  await gate.getByText("Noch nicht übertragen: 1").waitFor();

  // Opened again, still without a network: the list and the tap are there, and nobody can read a name in what is kept.
  await gate.reload();
  await isHere(gate, "Anna Muster");
  const kept = await gate.evaluate(() => JSON.stringify(localStorage));
  assert.doesNotMatch(kept, /Anna|Bert/);
  await gate.locator("[data-walk-up-name]").fill("Zoe Spontan");
  await gate.getByRole("button", { name: "Ist da", exact: true }).click();
  await isHere(gate, "Zoe Spontan");

  // Meanwhile somebody else ticks Bert on a phone that has a network.
  const other = await phone();
  await other.goto(`${day}/anwesenheit`);
  await row(other, "Bert Beispiel").click();
  await other.getByText("Alles ist übertragen.").waitFor();

  await gate.context().setOffline(false);
  await gate.getByText("Alles ist übertragen.").waitFor();
  for (const name of ["Anna Muster", "Bert Beispiel", "Zoe Spontan"]) await isHere(gate, name);
  await gate.getByText("Da: 3 von 4").waitFor();

  // Anna went home early, Cora did not come.
  const line = (name) => gate.locator("li.attendance-row", { hasText: name });
  await line("Anna Muster").getByText("Mehr").click();
  await line("Anna Muster").getByLabel("Stunden").fill("1,5");
  await line("Anna Muster").getByLabel("Stunden").press("Tab");
  await line("Cora Beispiel").getByText("Mehr").click();
  await line("Cora Beispiel").getByRole("button", { name: "Ist nicht gekommen" }).click();
  await line("Cora Beispiel").getByText("fehlt").waitFor();
  await gate.getByText("Alles ist übertragen.").waitFor();

  // Without JavaScript the same page is a form that says the same.
  const plain = await phone({ context: { javaScriptEnabled: false } });
  await plain.goto(`${day}/anwesenheit`);
  assert.ok(await plain.getByLabel("Anna Muster", { exact: true }).first().isChecked());
  assert.equal(await plain.getByLabel("Stunden: Anna Muster").inputValue(), "1,5");
  assert.ok(await plain.getByRole("group", { name: "Wer hat gefehlt?" }).getByLabel("Cora Beispiel").isChecked());
  // What is folded away is open where something stands in it.
  await plain.getByLabel("Stunden: Bert Beispiel").fill("2:30");
  await plain.getByLabel("Stunden: Zoe Spontan").fill("2");
  await save(plain, "Speichern");
  await plain.waitForURL("**meldung=**");

  await plain.goto(`${day}/bericht`);
  assert.equal(await plain.locator("[name=helfende]").inputValue(), "3");
  assert.equal(await plain.locator("[name=stunden]").inputValue(), "6");
  await plain.locator("[name=bericht]").fill("Der Teich ist **leer** und die Bank steht wieder.");
  await plain.locator("[name=gaeste]").fill("25");
  await save(plain, "Speichern");
  const visitor = await (await open(browser, server, { javaScriptEnabled: false })).newPage();
  await visitor.goto(address);
  assert.equal(await visitor.getByRole("heading", { name: "So war es" }).count(), 0);
  await save(plain, "Veröffentlichen");
  await visitor.goto(address);
  const report = visitor.locator("section", { has: visitor.getByRole("heading", { name: "So war es" }) });
  assert.match(await report.innerText(), /Der Teich ist leer[\s\S]*25[\s\S]*3[\s\S]*6/);
  assert.doesNotMatch(await visitor.locator("main").innerText(), /Anna|Bert|Zoe/);
});

// Raw video of one picture, as Chromium takes it for a camera.
async function videoOfCode(text) {
  const source = readFileSync(join(repository, "assets/vendor/qr-0.7.0/index.js"), "utf8");
  const { default: encode } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const modules = encode(text, "raw", { border: 4 });
  const [width, height, size] = [640, 480, Math.floor(440 / modules.length)];
  const light = Buffer.alloc(width * height, 220);
  modules.forEach((cells, y) =>
    cells.forEach((isDark, x) => {
      for (let line = 0; line < size; ++line) light.fill(isDark ? 16 : 235, (20 + y * size + line) * width + 100 + x * size, (20 + y * size + line) * width + 100 + (x + 1) * size);
    }),
  );
  const frame = Buffer.concat([Buffer.from("FRAME\n"), light, Buffer.alloc((width * height) / 2, 128)]);
  const file = join(server.folder, "code.y4m");
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]));
  return file;
}

test("a code is read by the camera without a network", async () => {
  const { day, address } = await publishWorkingParty(desk, "Bänke streichen", today);
  await signUp(address, "Emil Muster", "03493 123455");
  const looking = await phone();
  const list = await (await looking.request.get(`${day}/anwesenheit/liste.json`)).json();
  const { id } = list.shifts[0].rows[0];
  const video = await videoOfCode(`${server.origin}/da/${id}`);
  const withCamera = await openBrowser([
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${video}`,
  ]);
  try {
    const gate = await phone({ browser: withCamera });
    await gate.goto(`${day}/anwesenheit`);
    await gate.getByText("Die Seite geht jetzt auch ohne Netz auf.").waitFor();
    await gate.context().setOffline(true);
    await gate.getByRole("button", { name: "Code scannen" }).click();
    await gate.getByText("Emil Muster ist da.").waitFor();
    await isHere(gate, "Emil Muster");
  } finally {
    await withCamera.close();
  }
});

// The last one: it ends the session.
test("any page sends what waits, and signing out leaves nothing on the phone", async () => {
  const { day, address } = await publishWorkingParty(desk, "Weg freischneiden", today);
  await signUp(address, "Dora Muster", "03493 123454");
  const gate = await desk.context().newPage();
  await gate.goto(`${day}/anwesenheit`);
  await gate.getByText("Die Seite geht jetzt auch ohne Netz auf.").waitFor();
  await gate.context().setOffline(true);
  await row(gate, "Dora Muster").click();
  await gate.getByText("Noch nicht übertragen: 1").waitFor();
  await gate.close();

  await desk.context().setOffline(false);
  await desk.goto("/redaktion");
  await desk.waitForFunction(() => !Object.keys(localStorage).some((name) => name.startsWith("attendance:event:")));
  const looking = await phone({ context: { javaScriptEnabled: false } });
  await looking.goto(`${day}/anwesenheit`);
  assert.ok(await looking.getByLabel("Dora Muster", { exact: true }).first().isChecked());

  await desk.getByRole("main").getByRole("button", { name: "Abmelden" }).click();
  await desk.waitForURL("**/anmelden**");
  const left = await desk.evaluate(async () => [
    Object.keys(localStorage).filter((name) => name.startsWith("attendance:")),
    await caches.keys(),
    (await navigator.serviceWorker.getRegistrations()).length,
    document.cookie,
  ]);
  assert.deepEqual(left, [[], [], 0, ""]);
});
