// Looks at every public page as people see it; what is measured stands in checks.mjs.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { markupProblems, openLooks, problemsOf } from "./checks.mjs";
import { buildFolder, openBrowser, publicPaths, startDorfnetz } from "./harness.mjs";

const server = await startDorfnetz();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});

const paths = publicPaths(server);
const site = await openLooks(browser, server.origin);

for (const path of paths) {
  test(`${path} can be used by everyone`, async () => {
    const problems = await problemsOf(path, site);
    assert.equal(problems.length, 0, `\n  ${problems.join("\n  ")}`);
  });
}

test("the HTML checker finds no error on any page", async () => {
  const problems = await markupProblems(server.origin, paths, join(buildFolder, "checked-pages"));
  assert.equal(problems.length, 0, `\n  ${problems.map(([path, said]) => `${path} ${said}`).join("\n  ")}`);
});
