import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { projectRoot } from "../../lib/core/project";
import { findBrowser } from "../../lib/report/browser";
import { exportReport } from "../../lib/report/exportReport";
import { forSite, sourceAddress } from "../../lib/report/site";
import { python } from "./scratch";

const links =
  '<p><a class="x" href="../lib/cells/lstm.ts">the <code>LSTM</code></a>, <a href="4-multilayer.html">4</a></p>';

test("a link to a file of the project leads to where it can be read, or is words; a link to a page stays", () => {
  const kept = '<a href="4-multilayer.html">4</a></p>';
  assert.equal(forSite(links, {}), `<p>the <code>LSTM</code>, ${kept}`);
  const source = "https://example.org/lab/blob/abc";
  const led = `<a class="x" href="${source}/lib/cells/lstm.ts">the <code>LSTM</code></a>`;
  assert.equal(forSite(links, { source }), `<p>${led}, ${kept}`);
});

test("a runner of GitHub's says which commit the files are of", () => {
  const runner = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "a/lab", GITHUB_SHA: "abc" };
  assert.equal(sourceAddress(runner), "https://github.com/a/lab/blob/abc");
});

const noPython = !existsSync(python) && "needs the virtual environment that set-up makes";
describe("npm run report -- --site", { skip: noPython }, () => {
  const reportFolder = mkdtempSync(path.join(tmpdir(), "lecture-lab-"));
  const site = path.join(reportFolder, "site");
  before(() =>
    exportReport(
      { only: ["5.3"], format: "html", pdf: false, hideCode: false, site: true },
      {
        ...{ notebooksFolder: path.join(projectRoot, "notebooks"), reportFolder, python, width: 100 },
        ...{ print: () => {}, signal: new AbortController().signal },
      },
    ),
  );
  after(() => rmSync(reportFolder, { recursive: true, force: true }));

  test("every link and file that a page names is in the folder", () => {
    for (const name of readdirSync(site).filter((file) => file.endsWith(".html"))) {
      const html = readFileSync(path.join(site, name), "utf8").replace(/<script[\s\S]*?<\/script>/g, (script) =>
        /src=/.test(script.slice(0, 40)) ? script : "",
      );
      for (const [, to] of html.matchAll(/<[^>]* (?:href|src)="([^"#?:]+)[^":]*"/g))
        assert.ok(existsSync(path.join(site, decodeURIComponent(to))), `${name}: ${to}`);
    }
  });

  const browserPath = findBrowser();
  test("from any server, under any path, its pages compute", { skip: !browserPath }, async () => {
    const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };
    const server = createServer(({ url = "" }, response) => {
      const file = path.join(site, new URL(url, "http://x").pathname.replace("/group/lab/", ""));
      if (!existsSync(file)) return void response.writeHead(404).end();
      response.setHeader("Content-Type", types[path.extname(file)] ?? "application/octet-stream");
      response.end(readFileSync(file));
    }).listen(0, "127.0.0.1");
    const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const page = await browser.newPage();
      const { port } = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/group/lab/5.3-gru.html`);
      const figure = page.locator("figure.moment").first();
      await figure.scrollIntoViewIfNeeded();
      await figure.locator("fieldset:not(:disabled)").waitFor({ timeout: 60_000 });
    } finally {
      await browser.close();
      server.close();
    }
  });
});
