import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { projectRoot } from "../../lib/core/project";
import { searchFile } from "../../lib/page/searchEntry";
import { findBrowser } from "../../lib/report/browser";
import { exportReport } from "../../lib/report/exportReport";
import { forSite } from "../../lib/report/site";
import { python, until } from "./scratch";

const browserPath = findBrowser();
const noPython = !existsSync(python) && "needs the virtual environment that set-up makes";
const noBrowser = !browserPath && "no Chromium found: install it, or name one in the environment variable CHROMIUM";
const desk = { width: 1300, height: 900 };
const phone = { width: 390, height: 844 };

describe("the report of all sections", { skip: noPython }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lecture-lab-"));
  let pages: ReadonlyMap<string, string>;

  before(async () => {
    await exportReport(
      { only: [], format: "html", pdf: false, hideCode: false, site: false },
      {
        ...{ notebooksFolder: path.join(projectRoot, "notebooks"), reportFolder: folder, python, width: 100 },
        ...{ print: () => {}, signal: new AbortController().signal },
      },
    );
    const files = readdirSync(folder).filter((file) => file.endsWith(".html"));
    pages = new Map(files.map((file) => [file, withoutScripts(readFileSync(path.join(folder, file), "utf8"))]));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Why an address on a page leads nowhere; in the folder alone, wherever it is published. */
  function astray(from: string, address: string): string[] {
    const [file, anchor] = address.split("#");
    const target = decodeURIComponent(file) || from;
    if (!existsSync(path.join(folder, target))) return [`${from}: ${address}: no such file`];
    const html = pages.get(target);
    // As a browser looks for it: the address's letters first, then what they stand for.
    const isThere = !anchor || !html || [anchor, decodeURIComponent(anchor)].some((id) => html.includes(` id="${id}"`));
    return isThere ? [] : [`${from}: ${address}: no such place`];
  }

  test("every link of every page finds its target, anchors too", () => {
    const lost = [...pages].flatMap(([from, html]) => {
      const addresses = [...forSite(html, {}).matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, to]) =>
        to.replaceAll("&amp;", "&"),
      );
      return [...new Set(addresses)]
        .filter((to) => !/^(https?|mailto|data):/.test(to))
        .flatMap((to) => astray(from, to));
    });
    assert.deepEqual(lost, []);
  });

  test("a link out of the folder leads to a file of the project", () => {
    for (const [from, html] of pages)
      for (const [, to] of html.matchAll(/ href="\.\.\/([^"#]*)/g))
        assert.ok(existsSync(path.join(projectRoot, decodeURIComponent(to))), `${from}: ../${to}`);
  });

  test("no two figures have the same words, and none has few; one that is shown in two sections has its own", () => {
    const figures = [...pages.keys()].flatMap((file) =>
      [...readFileSync(path.join(folder, file), "utf8").matchAll(/<figure[^>]*>([\s\S]*?)<\/figure>/g)].flatMap(
        ([, figure]) => {
          const words = /^\s*<(?:img alt|svg aria-label)="([^"]*)"/.exec(figure)?.[1];
          const drawn = /<(script|svg)[\s\S]*<\/\1>/.exec(figure)?.[0] ?? figure;
          return words === undefined ? [] : [{ file, words, drawn }];
        },
      ),
    );
    assert.ok(figures.length > 100);
    for (const { file, words } of figures) assert.ok(words.length > 20, `${file}: ${words}`);
    const isAlike = (a: (typeof figures)[number], b: (typeof figures)[number]) =>
      a !== b && a.words === b.words && (a.file === b.file || a.drawn !== b.drawn);
    const alike = figures.filter((one) => figures.some((other) => isAlike(one, other)));
    assert.deepEqual(
      alike.map(({ file, words }) => `${file}: ${words}`),
      [],
    );
  });

  test("beside each figure lies its data", () => {
    for (const [file, html] of pages)
      for (const [figure] of html.matchAll(/<figure class="plot"[\s\S]*?<\/figure>/g))
        assert.match(figure, /<a href="figures\/[^"]+\.csv">The data of this figure/, file);
  });

  test("what the search finds is there: every claim, term and figure", () => {
    let index: { storedFields: Record<string, { kind: string; address: string; section: string }> } | undefined;
    const script = readFileSync(path.join(folder, searchFile), "utf8");
    new Function("lectureSearch", script)((given: typeof index) => {
      index = given;
    });
    const entries = Object.values(index?.storedFields ?? {});
    const count = (kind: string) => entries.filter((entry) => entry.kind === kind).length;
    assert.deepEqual(
      entries.flatMap(({ address }) => astray("index.html", address)),
      [],
    );
    assert.equal(count("claim"), JSON.parse(readFileSync(path.join(folder, "claims.json"), "utf8")).length);
    const glossary = pages.get("0-start-here.html")!.split(/<h2 id="Glossary[^>]*>/)[1];
    assert.equal(count("term"), glossary.match(/<h3 /g)?.length);
    assert.ok(count("figure") > 100 && count("text") > 100);
    assert.ok(Buffer.byteLength(script) < 1_000_000);
  });

  describe("in a browser, from a disk with the network off", { skip: noBrowser }, () => {
    const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    let browser: Browser;
    before(async () => {
      browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
    });
    after(() => browser?.close());

    async function open(file: string, viewport: typeof desk, check: (page: Page) => Promise<void>): Promise<void> {
      const context = await browser.newContext({
        viewport,
        offline: true,
        colorScheme: "light",
        reducedMotion: "reduce",
      });
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(120_000);
        const complaints: string[] = [];
        page.on("pageerror", (error) => complaints.push(String(error)));
        page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
        page.on("request", (request) => {
          const url = request.url();
          if (!/^(data|blob):/.test(url) && !url.startsWith(pathToFileURL(folder).href)) complaints.push(url);
        });
        await page.goto(pathToFileURL(path.join(folder, file)).href);
        await check(page);
        assert.deepEqual(complaints, []);
      } finally {
        await context.close();
      }
    }

    /** What axe-core finds, each with its first element. */
    async function violations(page: Page): Promise<string[]> {
      const { violations } = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResults;
      return violations.map(
        ({ id, help, nodes }) => `${id}: ${help} (${nodes.length}): ${nodes[0].html.slice(0, 200)}`,
      );
    }

    for (const viewport of [desk, phone]) {
      test(`axe-core finds nothing on any page at ${viewport.width} pixels, light or dark`, {
        timeout: 1_800_000,
      }, async () => {
        for (const file of pages.keys()) {
          await open(file, viewport, async (page) => {
            await until(
              page,
              "[...document.querySelectorAll('figure.plot')].every((one) => one.matches('.live'))",
              120_000,
            );
            await page.evaluate(axe);
            assert.deepEqual(await violations(page), [], `${file}, light`);
            await page.emulateMedia({ colorScheme: "dark" });
            await page.waitForTimeout(500);
            assert.deepEqual(await violations(page), [], `${file}, dark`);
          });
        }
      });

      test(`one searches by the keyboard alone at ${viewport.width} pixels`, () =>
        open("index.html", viewport, async (page) => {
          await page.keyboard.press("/");
          await page.keyboard.type("forget gate");
          await page.locator(".search li").first().waitFor();
          await page.evaluate(axe);
          assert.deepEqual(await violations(page), []);
          const { right } = (await page
            .locator(".search .found")
            .evaluate((found) => found.getBoundingClientRect().toJSON())) as DOMRect;
          assert.ok(right <= viewport.width);
          await page.keyboard.type(" varies at each time step");
          await page.locator(".search li .badge").first().waitFor();
          assert.match(
            await page.locator(".search li").first().innerText(),
            /5\.2 LSTM · claim[\s\S]*The forget gate varies/,
          );
          await page.keyboard.press("ArrowDown");
          await page.keyboard.press("Enter");
          await page.waitForURL(/5\.2-lstm\.html#claim-5\.2-forget-gate-varies$/);
        }));
    }

    test("the search forgives a wrong letter, and says when nothing is found", () =>
      open("3.2-attention.html", desk, async (page) => {
        await page.fill(".search input", "spectral radus");
        await page.locator(".search li").first().waitFor();
        assert.match(await page.locator(".search li").first().innerText(), /spectral radius/i);
        await page.fill(".search input", "zzzzzz");
        await page.getByText("Nothing found.").waitFor();
        await page.keyboard.press("Escape");
        assert.equal(await page.locator(".search .found:visible").count(), 0);
      }));

    test("the contents mark what is read, and are folded on a phone", async () => {
      await open("5.2-lstm.html", desk, async (page) => {
        const marked = page.locator("nav.contents [aria-current=location]");
        assert.equal(await page.locator("nav.contents [aria-current=page]").innerText(), "5.2 LSTM");
        const link = page.locator('nav.contents a[href^="#"]').nth(2);
        await link.click();
        await until(
          page,
          `document.querySelector("nav.contents [aria-current=location]")?.textContent === ${JSON.stringify(await link.innerText())}`,
        );
        assert.equal(await marked.count(), 1);
      });
      await open("5.2-lstm.html", phone, async (page) => {
        assert.equal(await page.locator("nav.contents ol:visible").count(), 0);
        await page.click("nav.contents summary");
        await page.locator('nav.contents a[href^="#"]').first().click();
        assert.equal(await page.locator("nav.contents ol:visible").count(), 0);
        assert.equal(await page.evaluate("document.documentElement.scrollWidth"), phone.width);
      });
    });
  });
});

/** Of a page what is no text of a script's. */
const withoutScripts = (html: string): string => html.replace(/<script(?![^>]* src=)[\s\S]*?<\/script>/g, "");
