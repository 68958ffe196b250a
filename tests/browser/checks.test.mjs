// The checks of pages must find what is wrong; each is shown a page that has exactly that fault.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { markupProblems, openLooks, problemsOf } from "./checks.mjs";
import { openBrowser } from "./harness.mjs";

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const page = (body, head = "") =>
  `<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Beispiel</title>` +
  `<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">` +
  `<link rel="stylesheet" href="/site.css">${head}</head><body><main><h1>Beispiel</h1>${body}</main></body></html>`;
const answers = {
  "/good": page("<p>Alles gut.</p>"),
  "/wide": page('<p class="wide">Zu breit.</p>'),
  "/pale": page('<p class="pale">Kaum zu lesen.</p>'),
  "/pale-at-night": page('<p class="night">Nur nachts kaum zu lesen.</p>'),
  "/unnamed": page('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
  "/script-error": page("<p>Fehler.</p>", '<script src="/broken.js"></script>'),
  "/foreign": page("<p>Fremd.</p>", '<script src="/foreign.js"></script>'),
  "/needs-script": '<!DOCTYPE html><html lang="de"><head><title>a</title><link rel="icon" href="data:,"></head><body></body></html>',
  "/cookie": page("<p>Keks.</p>"),
  "/markup": page("<p><div>Falsch.</div></p><span hx-get=x></span>"),
  "/broken.js": "throw new Error('broken on purpose');",
  "/foreign.js": "new Image().src = 'http://tracker.example/a.gif';",
  "/site.css":
    ".wide{width:90rem} .pale{color:#ccc;background:#fff} body{background:#fff;color:#111}" +
    "@media (prefers-color-scheme:dark){.night{color:#ddd;background:#fff}}",
  "/feed": "<feed/>",
};
const types = { ".js": "text/javascript", ".css": "text/css", feed: "application/atom+xml" };

const server = createServer((request, response) => {
  const body = answers[request.url];
  const type = Object.entries(types).find(([end]) => request.url.endsWith(end))?.[1] ?? "text/html; charset=utf-8";
  response.writeHead(body === undefined ? 404 : 200, {
    "Content-Type": type,
    "Content-Security-Policy": request.url === "/foreign" ? policy.replace("img-src", "img-src http:") : policy,
    ...(request.url === "/cookie" ? { "Set-Cookie": "a=b" } : {}),
  });
  response.end(body ?? "Nicht gefunden");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await openBrowser();
const site = await openLooks(browser, origin);
const folder = mkdtempSync(join(tmpdir(), "dorfnetz-checks-"));
after(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
});

test("a good page has no problem, and what is no page is only asked for", async () => {
  assert.deepEqual(await problemsOf("/good", site), []);
  assert.deepEqual(await problemsOf("/feed", site), []);
});

const faults = {
  "/wide": /scrolls sideways at 1280 px: <p class="wide">/,
  "/pale": /axe \(360 px, light\): color-contrast/,
  "/pale-at-night": /axe \(1280 px, dark\): color-contrast/,
  "/unnamed": /axe .*image-alt/,
  "/script-error": /script: broken on purpose/,
  "/foreign": /asks elsewhere: http:\/\/tracker\.example/,
  "/needs-script": /without JavaScript: no <main>/,
  "/cookie": /sets a cookie/,
  "/missing": /answers 404/,
};
for (const [path, said] of Object.entries(faults)) {
  test(`the fault of ${path} is found`, async () => {
    assert.match((await problemsOf(path, site)).join("\n"), said);
  });
}

test("the HTML checker names page and error", async () => {
  const problems = await markupProblems(origin, ["/good", "/markup", "/feed"], join(folder, "pages"));
  assert.deepEqual([...new Set(problems.map(([path]) => path))], ["/markup"]);
  assert.match(problems.map(([, text]) => text).join("\n"), /hx-get/);
});
