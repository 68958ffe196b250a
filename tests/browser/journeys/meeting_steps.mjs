// Steps of journeys about meetings.
import { choosePassword, open } from "./steps.mjs";

const today = () =>
  new Date().toLocaleDateString("de-DE", { timeZone: "Europe/Berlin", day: "2-digit", month: "2-digit", year: "numeric" });

const press = (page, action) => page.locator(`form[action$="${action}"] button[type=submit]`).first().click();

// A meeting of the whole network, today, that is going on, with these matters on its agenda. Answers its address on the
// desk and the public one. `desk` is a page of whoever coordinates.
export async function beginMeeting(desk, title, subjects, audience = "public") {
  await desk.goto("/redaktion/treffen/neu");
  await desk.locator("[name=titel]").fill(title);
  await desk.locator("[name=tag]").fill(today());
  await desk.locator("[name=beginn]").fill("18:00");
  await desk.locator("[name=ende]").fill("21:00");
  await desk.locator(`[name=publikum][value=${audience}]`).check();
  await press(desk, "/redaktion/treffen/neu");
  await desk.waitForURL(/treffen\/[0-9a-f-]{36}/);
  const path = new URL(desk.url()).pathname;
  for (const subject of subjects) {
    await desk.goto(`${path}/punkte/neu`);
    await desk.locator("[name=titel]").fill(subject);
    await press(desk, "/punkte/neu");
    await desk.waitForURL(/meldung=/);
  }
  await desk.goto(`${path}/anwesenheit`);
  await press(desk, "/beginnen");
  await desk.waitForURL(/meldung=/);
  await desk.goto(path);
  const address = await desk.getByRole("link", { name: "So sehen es die anderen" }).getAttribute("href");
  return { path, address };
}

export async function closeMeeting(desk, path) {
  await desk.goto(`${path}/anwesenheit`);
  await press(desk, "/beenden");
  await desk.getByRole("button", { name: "Ja, beenden" }).click();
  await desk.waitForURL(/meldung=/);
}

// A browser of somebody who writes for a village, signed in. An account without a second proof.
export async function openForVillage(browser, server, { name, village, origin = server.origin, ...settings }) {
  const email = `${name.toLowerCase().replace(/\W+/g, "-")}@example.org`;
  const link = server
    .command("user", "create", "--email", email, "--name", name, "--role", "lead_editor", "--village", village)
    .match(/\/passwort\/[\w-]+/)[0];
  const context = await open(browser, server, { baseURL: origin, ...settings });
  const page = await context.newPage();
  await choosePassword(page, link);
  return page;
}
