import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { projectRoot } from "../../lib/core/project";
import { findBrowser } from "../../lib/report/browser";
import { exportReport } from "../../lib/report/exportReport";
import type { Notebook } from "../../lib/report/ipynb";
import { momentMime, plotlyMime } from "../../lib/view/mime";
import { python, until } from "./scratch";

const browserPath = findBrowser();
const noPython = !existsSync(python) && "needs the virtual environment that set-up makes";
const noBrowser = !browserPath && "no Chromium found: install it, or name one in the environment variable CHROMIUM";

const notebooksFolder = path.join(projectRoot, "notebooks");
const names = ["2.1-character-language-model", "3-case-study"]; // lines, panels, bars, maps, texts; tables and formulas
const desk = { width: 1100, height: 900 };
const phone = { width: 390, height: 844 };
const paper = "rgb(253, 253, 252)";
const night = "rgb(22, 24, 27)";

describe("the report, opened from the file system with the network off", { skip: noPython || noBrowser }, () => {
  const reportFolder = mkdtempSync(path.join(tmpdir(), "lecture-lab-"));
  let browser: Browser;

  before(async () => {
    const only = [...names];
    await exportReport(
      { only, format: "html", pdf: false, hideCode: false, site: false },
      { notebooksFolder, reportFolder, python, print: () => {}, signal: new AbortController().signal, width: 100 },
    );
    const settings = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
    browser = await chromium.launch({ executablePath: browserPath, args: settings });
  });

  after(async () => {
    await browser?.close();
    rmSync(reportFolder, { recursive: true, force: true });
  });

  /** Opens a page, and fails when anything on it does. */
  async function open(name: string, look: object, check: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ viewport: desk, offline: true, ...look });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url().slice(0, 200)}`));
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(`asked for: ${request.url()}`);
    });
    try {
      await page.goto(pathToFileURL(path.join(reportFolder, `${name}.html`)).href);
      await check(page);
      assert.deepEqual(complaints, []);
      const width = await page.evaluate("document.documentElement.scrollWidth");
      assert.ok(Number(width) <= page.viewportSize()!.width, `${width} pixels wide: nothing may reach beyond the page`);
    } finally {
      await context.close();
    }
  }

  for (const name of names) {
    const figures = figuresOf(name);

    for (const [look, options, ground] of [
      ["light", { colorScheme: "light" }, paper],
      ["dark", { colorScheme: "dark" }, night],
      ["on a phone", { colorScheme: "light", viewport: phone }, paper],
    ] as const) {
      test(`${name}, ${look}: every figure is drawn, with words for those who do not see it`, () =>
        open(name, options, async (page) => {
          assert.deepEqual(await drawn(page, figures), []);
          assert.equal(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"), ground);
          const brightness = await page.evaluate(brightnessOfFigures);
          for (const value of brightness as number[])
            assert.ok(ground === night ? value < 50 : value > 200, String(value));
          assert.ok((await page.locator(".katex").count()) > 0);
          assert.equal(await page.locator(".katex-error").count(), 0);
        }));
    }
  }

  test("a figure follows when the page turns dark, and is a picture on paper", () =>
    open(names[0], { colorScheme: "light" }, async (page) => {
      assert.deepEqual(await drawn(page, figuresOf(names[0])), []);
      await page.emulateMedia({ colorScheme: "dark" });
      await until(page, `${brightnessOfFigures}.every((value) => value < 50)`);
      await page.emulateMedia({ colorScheme: "dark", media: "print" });
      assert.equal(await page.evaluate("getComputedStyle(document.documentElement).color"), "rgb(31, 35, 40)");
      assert.equal(await page.locator("figure.plot > img:visible").count(), figuresOf(names[0]));
      assert.equal(await page.locator("figure.plot > div:visible").count(), 0);
      assert.equal(await page.locator("nav:visible, header:visible, .search:visible").count(), 0);
    }));

  test("code folds and unfolds, one cell or all", () =>
    open(names[0], {}, async (page) => {
      const shown = () => page.locator("pre.source:visible").count();
      const all = await shown();
      await page.click("details.code summary");
      assert.equal(await shown(), all - 1);
      await page.click("text=Hide code");
      assert.equal(await shown(), 0);
      await page.click("text=Show code");
      assert.equal(await shown(), all);
    }));

  for (const viewport of [desk, phone]) {
    test(`at ${viewport.width} pixels one looks into every drawing`, () =>
      open(names[0], { viewport }, async (page) => {
        const drawings = await page.locator("figure.drawing").all();
        assert.equal(drawings.length, drawingsOf(names[0]));
        for (const drawing of drawings) {
          const part = drawing.locator('.node[aria-label^="h 2 ="]');
          await part.hover();
          assert.match(await drawing.locator(".lab-words").innerText(), /^h\s*2\s* = RNN\(/);
          await part.focus();
          await page.keyboard.press("ArrowRight");
          assert.equal(await drawing.locator('.here[aria-label^="h 3 ="]').count(), 1);
          await drawing.locator(".lab-time input").press("Home");
          assert.equal(await drawing.locator(".lab-time output").innerText(), "t = 1");
        }
      }));

    test(`the appendix at ${viewport.width} pixels: claims can be filtered and opened, thumbnails lead to their figures`, () =>
      open("appendix", { viewport }, async (page) => {
        const claims = JSON.parse(readFileSync(path.join(reportFolder, "claims.json"), "utf8")) as {
          outcome: string;
        }[];
        const shown = () => page.locator(".claims details:visible").count();
        assert.equal(await shown(), claims.length);
        await page.click(".filter [data-show=undecided]");
        assert.equal(await shown(), claims.filter(({ outcome }) => outcome === "undecided").length);
        await page.click('.filter [data-show=""]');
        await page.click(".claims summary");
        assert.equal(await page.locator(".claims .numbers:visible").count(), 1);
        const thumbnails = page.locator(".thumbnails img");
        assert.equal(
          await thumbnails.count(),
          names.reduce((sum, name) => sum + figuresOf(name) + drawingsOf(name) + outputsOf(name, momentMime), 0),
        );
        for (const image of await thumbnails.all()) await image.scrollIntoViewIfNeeded();
        await until(page, "[...document.querySelectorAll('.thumbnails img')].every((i) => i.naturalWidth > 0)");
        const last = page.locator(".thumbnails a").last();
        const target = await last.getAttribute("href");
        assert.match(`${target}`, /^3-case-study\.html#3-prose-structure-/);
        await last.click();
        await page.waitForURL((url) => url.href.endsWith(`${target}`));
        assert.equal(await page.locator(":target").count(), 1);
        await drawn(page, figuresOf(names[1]));
      }));
  }
});

function figuresOf(name: string): number {
  return outputsOf(name, plotlyMime);
}

function drawingsOf(name: string): number {
  return outputsOf(name, "image/svg+xml");
}

function outputsOf(name: string, mime: string): number {
  const { cells }: Notebook = JSON.parse(readFileSync(path.join(notebooksFolder, `${name}.ipynb`), "utf8"));
  return cells.flatMap(({ outputs = [] }) => outputs).filter(({ data }) => data?.[mime]).length;
}

/** What is wrong with the figures, once all of them are live: each has marks in a drawing of some size, and a name. */
async function drawn(page: Page, figures: number): Promise<unknown> {
  await until(page, `document.querySelectorAll("figure.plot.live").length === ${figures}`);
  return page.evaluate(`[...document.querySelectorAll("figure.plot")].flatMap((figure) => {
    const box = figure.querySelector(".main-svg")?.getBoundingClientRect() ?? { width: 0, height: 0 };
    const marks = figure.querySelectorAll(".plot path, .plot image").length;
    const words = figure.querySelector("[role=img]")?.getAttribute("aria-label") ?? "";
    return box.width > 250 && box.height > 80 && marks > 0 && words.length > 20 ? [] : [[figure.id, box, marks, words]];
  })`);
}

/** Of the grounds on which the figures stand, from 0 to 255. */
const brightnessOfFigures = `[...document.querySelectorAll("figure.plot .main-svg:first-child")].map((drawing) => {
  const [red, green, blue] = getComputedStyle(drawing).backgroundColor.match(/[\\d.]+/g).map(Number);
  return (red + green + blue) / 3;
})`;
