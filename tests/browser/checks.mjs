// What holds for every page: how it is looked at, and what is wrong with it.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { schemes, widths } from "./harness.mjs";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const axeTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
const narrowest = 320;
// The rules that colours decide. The dark scheme changes colours alone, so the others need not be asked twice.
const rulesOfColours = ["color-contrast", "link-in-text-block"];

// Words of the HTML checker that are provably wrong for our pages, each with the reason. May only shrink.
const checkerIsWrong = [];

// The looks at a site: one context each, kept open for all pages. With the state of a browser that is signed
// in, pages are looked at as that person sees them.
export async function openLooks(browser, origin, storageState) {
  const looks = [];
  for (const width of widths) {
    const context = await browser.newContext({
      baseURL: origin,
      colorScheme: schemes[0],
      viewport: { width, height: 800 },
      locale: "de-DE",
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
      storageState,
    });
    await context.addInitScript({ content: axeSource });
    looks.push({ width, context, page: await context.newPage() });
  }
  const context = await browser.newContext({ baseURL: origin, javaScriptEnabled: false, locale: "de-DE", storageState });
  return { origin, looks, visitor: !storageState, withoutScript: { context, page: await context.newPage() } };
}

// All that is wrong with one page in all looks, as sentences; empty if nothing is.
export async function problemsOf(path, { origin, looks, visitor, withoutScript }) {
  const answer = await withoutScript.context.request.get(path, { maxRedirects: 0 });
  const problems = [];
  if (answer.status() !== 200) return [`answers ${answer.status()}`];
  if (visitor && answer.headers()["set-cookie"]) problems.push("sets a cookie");
  if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) return problems;
  const found = await Promise.all([
    ...looks.map((look) => problemsInLook(path, origin, visitor, look)),
    problemsWithoutScript(path, withoutScript),
  ]);
  return [...problems, ...new Set(found.flat())];
}

async function problemsInLook(path, origin, visitor, { width, context, page }) {
  const problems = [];
  const onConsole = (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  };
  const onError = (error) => problems.push(`script: ${error.message}`);
  const onRequest = (request) => {
    const address = request.url();
    if (!address.startsWith(`${origin}/`) && !/^(data|blob):/.test(address)) problems.push(`asks elsewhere: ${address}`);
  };
  page.on("console", onConsole).on("pageerror", onError).on("request", onRequest);
  try {
    await page.goto(path, { waitUntil: "load" });
    problems.push(...(await scrollProblems(page, width)));
    if (width === Math.min(...widths)) {
      await page.setViewportSize({ width: narrowest, height: 800 });
      problems.push(...(await scrollProblems(page, narrowest)));
      await page.setViewportSize({ width, height: 800 });
    }
    for (const colorScheme of schemes) {
      const rules = colorScheme === schemes[0] ? { type: "tag", values: axeTags } : { type: "rule", values: rulesOfColours };
      await page.emulateMedia({ colorScheme });
      problems.push(...(await accessibilityProblems(page, `${width} px, ${colorScheme}`, rules)));
    }
    await page.emulateMedia({ colorScheme: schemes[0] });
    if (visitor && (await context.cookies()).length) problems.push("leaves a cookie in the browser");
  } finally {
    page.off("console", onConsole).off("pageerror", onError).off("request", onRequest);
  }
  return problems;
}

// Nobody should have to push a page sideways to read it; names the elements that stick out furthest.
async function scrollProblems(page, width) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return null;
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > room + 1)
      .slice(0, 3)
      .map((element) => element.cloneNode(false).outerHTML.slice(0, 120));
  });
  return wide ? [`scrolls sideways at ${width} px: ${wide.join(" ")}`] : [];
}

async function accessibilityProblems(page, look, rules) {
  const violations = await page.evaluate(async (runOnly) => {
    const result = await window.axe.run(document, { runOnly, resultTypes: ["violations"] });
    return result.violations.map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      where: nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`.trim()),
    }));
  }, rules);
  return violations.map(({ rule, where }) => `axe (${look}): ${rule} — ${where.join("; ")}`);
}

async function problemsWithoutScript(path, { page }) {
  const answer = await page.goto(path, { waitUntil: "load" });
  if (answer.status() !== 200) return [`without JavaScript: answers ${answer.status()}`];
  return (await page.locator("main").first().isVisible()) ? [] : ["without JavaScript: no <main> to be seen"];
}

// Errors that the Nu HTML checker finds in the pages, as [path, sentence]; one start of Java for all of them.
export async function markupProblems(origin, paths, folder, fetchPage = fetch) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pathOf = new Map();
  for (const path of paths) {
    const answer = await fetchPage(origin + path, { redirect: "manual" });
    if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) continue;
    const file = join(folder, `${pathOf.size}.html`);
    writeFileSync(file, await answer.text());
    pathOf.set(file, path);
  }
  if (pathOf.size === 0) return [];
  const jar = join(dirname(require.resolve("vnu-jar/package.json")), "build", "dist", "vnu.jar");
  const words = ["-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", ...pathOf.keys()];
  const { stdout } = await promisify(execFile)("java", words, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout)
    .messages.filter(({ type }) => type !== "info")
    .filter(({ message }) => !checkerIsWrong.some(({ pattern }) => pattern.test(message)))
    .map(({ url, message, lastLine, extract }) => {
      const path = pathOf.get(decodeURIComponent(url ?? "").replace(/^file:(\/\/)?/, ""));
      return [path ?? url, `line ${lastLine ?? "?"}: ${message}${extract ? ` — ${extract.replace(/\s+/g, " ")}` : ""}`];
    });
}
