#!/usr/bin/env node
// Takes pictures of pages of a running server for people to look at, in every look:
//
//     tests/browser/node.sh tests/browser/shoot.mjs [--address http://localhost:8080] PATH…
//
// They land in build/shots, named after path, width and scheme.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const { openBrowser, repository, schemes, widths } = await import("./harness.mjs").catch((problem) => {
  if (problem.code !== "ERR_MODULE_NOT_FOUND") throw problem;
  console.error("The npm packages of tests/browser are missing; ./dev setup test installs them.");
  process.exit(1);
});

const words = process.argv.slice(2);
const named = words.indexOf("--address");
const baseURL = named < 0 ? "http://localhost:8080" : words.splice(named, 2)[1];
const paths = words.length ? words : ["/"];
const folder = join(repository, "build", "shots");
mkdirSync(folder, { recursive: true });

const browser = await openBrowser();
try {
  for (const width of widths) {
    for (const colorScheme of schemes) {
      const viewport = { width, height: width < 600 ? 740 : 900 };
      const context = await browser.newContext({ baseURL, colorScheme, viewport, locale: "de-DE", reducedMotion: "reduce" });
      const page = await context.newPage();
      for (const path of paths) {
        await page.goto(path, { waitUntil: "load" });
        const name = path.replace(/[^\w-]+/g, "-").replace(/^-|-$/g, "") || "front";
        const file = join(folder, `${name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path: file, fullPage: true });
        console.log(file);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
