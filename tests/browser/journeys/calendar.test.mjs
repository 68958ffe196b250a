// A club brings the calendar that it has anyway: looks, leaves out what cannot be read, and brings it again.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { describeWorkingParty, openDesk } from "./steps.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

const year = new Date().getFullYear() + 1;
const event = (uid, day, title) =>
  `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTART;TZID=Europe/Berlin:${year}${day}T160000\r\n` +
  `DTEND;TZID=Europe/Berlin:${year}${day}T180000\r\nSUMMARY:${title}\r\nEND:VEVENT\r\n`;
const calendarOf = (...events) => Buffer.from(`BEGIN:VCALENDAR\r\n${events.join("")}END:VCALENDAR\r\n`);

const desk = await openDesk(browser, server);

async function bring(buffer) {
  await desk.goto("/redaktion/termine");
  await desk.getByRole("link", { name: "Kalender einlesen" }).click();
  await desk.locator("input[type=file]").setInputFiles({ name: "verein.ics", mimeType: "text/calendar", buffer });
  await desk.getByLabel("Wer lädt ein?").selectOption({ index: 1 });
  await desk.getByLabel("Was sind es meistens für Termine?").selectOption({ label: "Fest" });
  await desk.getByRole("button", { name: "Ansehen" }).click();
  await desk.getByRole("heading", { name: "Was der Kalender bringt" }).waitFor();
}

test("what cannot be read is told with its line, and left out only after a yes", async () => {
  await bring(calendarOf(event("a", "0306", "Frühlingsfest"), event("b", "0230", "Gibt es nicht")));
  await desk.getByText("Zeile 10: Diese Angabe ergibt keinen Sinn").waitFor();
  await desk.getByRole("button", { name: "Als Entwürfe übernehmen" }).click();
  await desk.getByRole("link", { name: "Kreuz noch an" }).waitFor();
  await desk.getByLabel("Ohne die nicht lesbaren übernehmen").check();
  await desk.getByRole("button", { name: "Als Entwürfe übernehmen" }).click();
  await desk.getByText("Die Termine sind übernommen.").waitFor();
  await desk.getByRole("link", { name: "Frühlingsfest" }).waitFor();
});

test("the same calendar again brings up to date what it brought", async () => {
  await bring(calendarOf(event("a", "0307", "Frühlingsfest mit Tanz"), event("c", "0501", "Maibaum")));
  assert.match(await desk.getByRole("main").innerText(), /1 neu\s+1 geändert/);
  await desk.getByRole("button", { name: "Als Entwürfe übernehmen" }).click();
  await desk.getByText("Die Termine sind übernommen.").waitFor();
  await desk.getByRole("link", { name: "Frühlingsfest mit Tanz" }).waitFor();
  assert.equal(await desk.getByRole("link", { name: "Frühlingsfest" }).count(), 1);
});

test("what is no calendar is said in plain words", async () => {
  await desk.goto("/redaktion/termine/einlesen");
  await desk.locator("input[type=file]").setInputFiles({ name: "verein.ics", mimeType: "text/calendar", buffer: Buffer.from("PK") });
  await desk.getByLabel("Wer lädt ein?").selectOption({ index: 1 });
  await desk.getByLabel("Was sind es meistens für Termine?").selectOption({ label: "Fest" });
  await desk.getByRole("button", { name: "Ansehen" }).click();
  await desk.getByText("Das ist keine Kalenderdatei.").first().waitFor();
});

test("two taps on one button make one date, however long the answer takes", async () => {
  await describeWorkingParty(desk, "Doppelt getippt", `06.06.${year}`);
  const button = desk.getByRole("main").getByRole("button", { name: "Weiter", exact: true });
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await button.boundingBox();
  const tap = () => desk.mouse.click(x + width / 2, y + height / 2);
  await server.heldUp(async () => {
    await tap();
    await desk.waitForTimeout(400);
    await tap();
    await desk.waitForTimeout(400);
  });
  await desk.waitForURL(/termine\/[0-9a-f-]{36}/);
  await desk.goto("/redaktion/termine");
  assert.equal(await desk.getByRole("link", { name: "Doppelt getippt" }).count(), 1);
});
