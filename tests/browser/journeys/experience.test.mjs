// A club tells how it went, on a phone it is found, another network of the installation reads it, and it vanishes there at once.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openLooks, problemsOf } from "../checks.mjs";
import { openBrowser, program, repository, startDorfnetz } from "../harness.mjs";
import { choosePassword, open, save } from "./steps.mjs";

const title = "Wie wir den Teich wieder klar bekamen";
const address = "/erfahrungen/wie-wir-den-teich-wieder-klar-bekamen";

let folder;
let server;
let browsers; // the editor and the readers have one of their own each, as at home
let editor; // speaks for Krina, at a desk
let visitor; // of the same network, on a phone
let neighbour; // reads the other network, which has another host name on the same installation
let looks;
let looksOfNeighbours;

// The example network once more under another name, each at a host of its own.
function network(slug, name, host) {
  const files = join(folder, slug);
  cpSync(join(repository, "data", "heidedoerfer"), files, { recursive: true });
  const file = join(files, "network.toml");
  const settings = readFileSync(file, "utf8")
    .replace(/^slug = .*$/m, `slug = "${slug}"`)
    .replace(/^name = .*$/m, `name = "${name}"`)
    .replace(/^hosts = .*$/m, `hosts = ["${host}"]`);
  writeFileSync(file, settings);
  execFileSync(program, ["demo", "--folder", files, "--database", database(), "--data", folder]);
}

const database = () => `sqlite:${join(folder, "dorfnetz.db")}`;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "dorfnetz-two-networks-"));
  network("heidedoerfer", "Heidedörfer", "127.0.0.1");
  network("nachbarn", "Nachbardörfer", "localhost");
  server = await startDorfnetz({ database: database() });
  browsers = await Promise.all([openBrowser(), openBrowser()]);
  const elsewhere = server.origin.replace("127.0.0.1", "localhost");
  looks = await openLooks(browsers[1], server.origin);
  looksOfNeighbours = await openLooks(browsers[1], elsewhere);
  editor = await (await open(browsers[0], server, { viewport: { width: 1280, height: 900 } })).newPage();
  const said = server.command(
    "--network", "heidedoerfer",
    "user", "create", "--email", "krina@example.org", "--name", "Berta Krina", "--role", "lead_editor", "--village", "krina",
  );
  await choosePassword(editor, said.match(/\/passwort\/[\w-]+/)[0]);
  visitor = await (await open(browsers[1], server)).newPage();
  neighbour = await (await open(browsers[1], server, { baseURL: elsewhere })).newPage();
});

after(async () => {
  await Promise.all((browsers ?? []).map((browser) => browser.close()));
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function looksWell(path, where = looks) {
  const problems = await problemsOf(path, where);
  assert.equal(problems.length, 0, `${path}\n  ${problems.join("\n  ")}`);
}

test("an editor writes down how the working party at the pond went, and publishes it", async () => {
  await editor.goto("/redaktion/termine");
  await editor.getByRole("link", { name: "Wir räumen am Teich auf" }).first().click();
  await editor.getByRole("link", { name: "Erfahrung aufschreiben" }).click();
  await editor.getByText("Wir räumen am Teich auf").first().waitFor();
  await editor.getByLabel("Titel").fill(title);
  const club = editor.locator("select[name=verein]");
  if (await club.count()) await club.selectOption({ label: "Beispiel: Teichfreunde Krina" });
  else await editor.getByLabel("Beispiel: Teichfreunde Krina", { exact: true }).check();
  await editor.getByLabel("In ein, zwei Sätzen").fill("Zwei Samstage, viel Schlamm, klares Wasser.");
  await editor.getByLabel("Wie habt ihr es gemacht?").fill("Erst das Schilf, dann das Laub, zuletzt der Zulauf.");
  await editor.getByLabel("Was hat es gekostet?").fill("rund 120 € für Container und Suppe");
  await editor.getByLabel("Wer hat geholfen?").fill("14 Leute an zwei Samstagen");
  await editor.getByLabel("Worauf sollten andere achten?").fill("Nicht zur Brutzeit: Im Schilf nisten Rohrsänger.");
  await save(editor, "Speichern");
  await editor.getByText("Noch sieht es niemand").waitFor();
  await visitor.goto(address);
  await visitor.getByText("Diese Seite gibt es nicht").first().waitFor();
  await save(editor, "Veröffentlichen");
  await editor.getByText("Jetzt sehen es alle.").waitFor();
});

test("a visitor finds it by the search, and from the page of the activity", async () => {
  await visitor.goto("/suche?q=Rohrsänger");
  await visitor.getByRole("link", { name: title }).click();
  await visitor.getByRole("heading", { name: title }).waitFor();
  const page = await visitor.locator("main").innerText();
  for (const words of ["rund 120 €", "14 Leute", "Brutzeit", "Teichfreunde Krina"]) assert.ok(page.includes(words), words);
  await looksWell(address);
  await visitor.getByRole("link", { name: "Wir räumen am Teich auf" }).click();
  await visitor.getByText("Daraus wurde").first().waitFor();
  await visitor.getByRole("link", { name: title }).click();
  await visitor.getByRole("heading", { name: title }).waitFor();
  await looksWell("/erfahrungen");
});

test("another network sees nothing of it until it is shared", async () => {
  await neighbour.goto("/erfahrungen");
  await neighbour.getByRole("heading", { name: "Erfahrungen", level: 1 }).waitFor();
  assert.doesNotMatch(await neighbour.locator("main").innerText(), /Teich wieder klar/);

  await editor.getByLabel("auch für andere Netzwerke").check();
  await save(editor, "Speichern");
  await editor.getByText("Gespeichert.").waitFor();
  await neighbour.reload();
  await neighbour.getByRole("heading", { name: "Aus anderen Netzwerken" }).waitFor();
  await looksWell("/erfahrungen", looksOfNeighbours);
  await neighbour.getByRole("link", { name: title }).click();
  await neighbour.getByText("Beispiel: Teichfreunde Krina, Heidedörfer").waitFor();
  await looksWell(new URL(neighbour.url()).pathname, looksOfNeighbours);
});

test("taken off the list it vanishes there at once", async () => {
  await save(editor, "Aus der Liste nehmen");
  await editor.getByText("Aus der Liste genommen.").waitFor();
  await neighbour.reload();
  await neighbour.getByText("Diese Seite gibt es nicht").first().waitFor();
  await neighbour.goto("/erfahrungen");
  await neighbour.getByRole("heading", { name: "Erfahrungen", level: 1 }).waitFor();
  assert.doesNotMatch(await neighbour.locator("main").innerText(), /Teich wieder klar/);
  await visitor.goto(address);
  await visitor.getByText("Diese Seite gibt es nicht").first().waitFor();
});
