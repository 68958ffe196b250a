import { openBrowser, startDorfnetz, widths, schemes } from "/work/wt-minutes/tests/browser/harness.mjs";
import { beginMeeting, closeMeeting, openForVillage } from "/work/wt-minutes/tests/browser/journeys/meeting_steps.mjs";
import { openDesk, save } from "/work/wt-minutes/tests/browser/journeys/steps.mjs";
import { mkdirSync } from "node:fs";
const out = "/tmp/p_look/shots"; mkdirSync(out, { recursive: true });
const server = await startDorfnetz();
const browser = await openBrowser();
try {
const desk = await openDesk(browser, server);
const villages = await desk.evaluate(async () => [...new Set([...(await (await fetch("/doerfer")).text()).matchAll(/href="\/doerfer\/([\w-]+)"/g)].map(([, s]) => s))]);
const anna = await openForVillage(browser, server, { name: "Anna Muster", village: villages[0] });
const bert = await openForVillage(browser, server, { name: "Bert Beispiel", village: villages[1] });
const { path, address } = await beginMeeting(desk, "Netzwerktreffen am Teich", ["Entschlammen des Dorfteichs und wer mit anpackt", "Bank am Dorfplatz", "Verschiedenes"]);
const writing = `${path}/protokoll`;
async function shoot(page, url, name, act, script = true) {
  const state = await page.context().storageState();
  for (const width of widths) for (const colorScheme of schemes) {
    const context = await browser.newContext({ baseURL: server.origin, storageState: state, colorScheme, viewport: { width, height: width < 600 ? 740 : 900 }, locale: "de-DE", reducedMotion: "reduce", javaScriptEnabled: script });
    const sheet = await context.newPage();
    await sheet.goto(url);
    await sheet.waitForTimeout(script ? 1200 : 100);
    if (act) await act(sheet);
    await sheet.screenshot({ path: `${out}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    await context.close();
  }
}
const type = async (page, n, text) => { await page.locator("form[data-matter] textarea").nth(n).focus(); await page.keyboard.press("Control+End"); await page.keyboard.type(text); await page.waitForTimeout(2500); };
await anna.goto(writing); await bert.goto(writing);
await type(anna, 1, "Der Teich ist voll Schlamm. Die Gemeinde stellt im März einen **Bagger**.\n\n- Gossa bringt Schubkarren mit\n- Schwemsal kocht Suppe");
await anna.locator("form[data-matter] textarea").nth(1).blur(); await anna.waitForTimeout(2000);
await bert.waitForTimeout(3500);
await bert.context().setOffline(true); await type(bert, 3, "Nächstes Mal in Rösa"); 
await type(anna, 3, "Nächstes Treffen in Gossa"); await anna.locator("form[data-matter] textarea").nth(3).blur(); await anna.waitForTimeout(2500);
await bert.screenshot({ path: `${out}/offline-360-light.png`, fullPage: true });
await bert.context().setOffline(false); await bert.waitForTimeout(6000);
await bert.screenshot({ path: `${out}/own-beside-360-light.png`, fullPage: true });
await type(bert, 2, "Sie steht wieder.");
const link = await anna.locator("[data-besides] a").first().getAttribute("href");
await anna.goto(link); await save(anna, "Diesen Text verwerfen"); await anna.screenshot({ path: `${out}/drop-360-light.png`, fullPage: true }); await save(anna, "Ja, verwerfen");
await bert.close();
await anna.goto("/redaktion");
await closeMeeting(desk, path);
await desk.waitForTimeout(1500);
await shoot(desk, `${address}/protokoll`, "draft-lead");
await desk.goto(`${address}/protokoll`); await save(desk, "Zur Genehmigung verschicken"); await desk.screenshot({ path: `${out}/send-360-light.png`, fullPage: true }); await save(desk, "Ja, verschicken");
await anna.goto(`${address}/protokoll`); await anna.getByLabel("Dein Einwand").fill("Es waren zwei Bänke, nicht eine."); await save(anna, "Einwand schreiben");
await shoot(anna, `${address}/protokoll`, "sent");
await shoot(desk, `${address}/protokoll`, "sent-lead");
await shoot(desk, path, "meeting-desk"); await shoot(desk, address, "meeting"); await shoot(desk, "/redaktion", "desk");
await desk.goto(`${address}/protokoll`); await desk.getByLabel("Antwort").fill("Stimmt."); await save(desk, "Antworten");
await desk.goto(`${address}/protokoll`); await save(desk, "Es ist genehmigt"); await save(desk, "Ja, genehmigt");
await desk.goto(`${address}/protokoll`); await desk.getByLabel("Deine Anmerkung").fill("Es waren zwei Bänke."); await save(desk, "Anmerkung schreiben");
await shoot(desk, `${address}/protokoll`, "approved-lead");
const visitor = await (await browser.newContext({ baseURL: server.origin })).newPage();
await shoot(visitor, `${address}/protokoll`, "approved");
await shoot(visitor, `/en${address}/protokoll`, "approved-en");
const { writeFileSync } = await import("node:fs");
writeFileSync(`${out}/protokoll.pdf`, await (await visitor.request.get(`${address}/protokoll.pdf`)).body());
} finally { await browser.close(); await server.stop(); }
