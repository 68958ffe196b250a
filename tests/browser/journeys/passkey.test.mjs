// A device is set up and signs in without password and code. Browsers want a name for that, not an address of
// numbers: the program is asked at "localhost".
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, startDorfnetz } from "../harness.mjs";
import { choosePassword, open } from "./steps.mjs";

let server;
let browser;

before(async () => {
  server = await startDorfnetz();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

// A device with a lock that is opened without asking, as Chromium offers for tests.
async function addDevice(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  return { devtools, authenticatorId };
}

test("a coordinator sets up the device and signs in with it, first and second proof at once", async () => {
  const context = await open(browser, server, { baseURL: server.origin.replace("127.0.0.1", "localhost") });
  const page = await context.newPage();
  const { devtools, authenticatorId } = await addDevice(page);
  await choosePassword(page, server.log().match(/\/passwort\/[\w-]+/)[0]);
  await page.getByRole("button", { name: "Dieses Gerät einrichten" }).click();
  await page.getByText("Dieses Gerät ist eingerichtet.").waitFor();
  await page.goto("/redaktion/engagierte");
  assert.match(page.url(), /\/redaktion\/engagierte$/, "the passkey is the second proof");

  await page.goto("/redaktion");
  await page.getByRole("main").getByRole("button", { name: "Abmelden" }).click();
  await page.goto("/anmelden");
  await page.getByRole("button", { name: "Mit Fingerabdruck oder Gerätesperre anmelden" }).click();
  await page.waitForURL("**/redaktion");
  await page.goto("/redaktion/engagierte");
  assert.match(page.url(), /\/redaktion\/engagierte$/, "no code is asked for");

  // What was sent once opens nothing again.
  await page.goto("/redaktion");
  await page.getByRole("main").getByRole("button", { name: "Abmelden" }).click();
  await page.goto("/anmelden");
  const sent = page.waitForRequest((request) => request.url().endsWith("/anmelden/passkey"));
  await page.getByRole("button", { name: "Mit Fingerabdruck oder Gerätesperre anmelden" }).click();
  const body = (await sent).postData();
  await page.waitForURL("**/redaktion");
  await page.getByRole("main").getByRole("button", { name: "Abmelden" }).click();
  const again = await page.request.post("/anmelden/passkey", {
    data: body,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    maxRedirects: 0,
  });
  assert.ok(again.status() >= 400, `replayed, answered ${again.status()}`);

  // A device that does not know the key says so, and the page stays.
  await devtools.send("WebAuthn.clearCredentials", { authenticatorId });
  await page.goto("/anmelden");
  await page.getByRole("button", { name: "Mit Fingerabdruck oder Gerätesperre anmelden" }).click();
  await page.getByText("Das hat nicht geklappt.").waitFor();
  await context.close();
});
