#!/usr/bin/env node
// Measures one page of each template with Lighthouse (a phone on simulated slow 4G) and prints a table:
//
//     tests/browser/node.sh tests/browser/lighthouse.mjs [--address http://localhost:8080] [--noindex] PATH…
//
// Ends with 1 if a page falls short. --noindex: pages that search engines are asked to leave out are not measured
// for them. Needs `npm ci --ignore-scripts` in tests/browser/lighthouse, which ./dev bench calls.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromiumFlags, repository } from "./harness.mjs";

const least = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };

const words = process.argv.slice(2);
const named = words.indexOf("--address");
const address = named < 0 ? "http://localhost:8080" : words.splice(named, 2)[1];
const noindex = words.indexOf("--noindex");
if (noindex >= 0) {
  words.splice(noindex, 1);
  delete least.seo;
}
const categories = Object.keys(least);

const program = join(repository, "tests/browser/lighthouse/node_modules/lighthouse/cli/index.js");
const folder = mkdtempSync(join(tmpdir(), "dorfnetz-lighthouse-"));
let short = false;
try {
  console.log(["page".padEnd(40), ...categories].join("  "));
  for (const path of words.length ? words : ["/"]) {
    const file = join(folder, "report.json");
    const flags = [
      program,
      address + path,
      "--quiet",
      "--output=json",
      `--output-path=${file}`,
      `--only-categories=${categories.join(",")}`,
      `--chrome-flags=--headless=new ${chromiumFlags.map((flag) => (flag.includes(" ") ? `"${flag}"` : flag)).join(" ")}`,
    ];
    const environment = { ...process.env, CHROME_PATH: process.env.DORFNETZ_CHROMIUM ?? "/usr/bin/chromium" };
    await promisify(execFile)(process.execPath, flags, { env: environment, maxBuffer: 64 * 1024 * 1024 });
    const report = JSON.parse(readFileSync(file, "utf8"));
    const scores = categories.map((name) => Math.round(report.categories[name].score * 100));
    console.log([path.padEnd(40), ...scores.map((score, at) => String(score).padStart(categories[at].length))].join("  "));
    categories.forEach((name, at) => {
      if (scores[at] >= least[name]) return;
      short = true;
      const lost = report.categories[name].auditRefs
        .map(({ id, weight }) => ({ ...report.audits[id], weight }))
        .filter(({ score, weight }) => weight > 0 && score !== null && score < 1);
      for (const { title, displayValue } of lost) console.log(`    ${name}: ${title} ${displayValue ?? ""}`.trimEnd());
    });
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = short ? 1 : 0;
