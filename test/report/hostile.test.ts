import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { findBrowser } from "../../lib/report/browser";
import { hostileNotebooks } from "./hostile";
import { python, scratchLab, until } from "./scratch";

const browserPath = findBrowser();
const skip =
  (!existsSync(python) && "needs the virtual environment that set-up makes") ||
  (!browserPath && "no Chromium found: install it, or name one in the environment variable CHROMIUM");

describe("a report of hostile notebooks", { skip }, () => {
  const { notebooks, planted, compared } = hostileNotebooks();
  const atTheEnd: (() => void)[] = [];
  const lab = scratchLab({ after: (end) => void atTheEnd.push(end as () => void) }, {});
  let browser: Browser;

  before(async () => {
    mkdirSync(lab.file("report/notebooks"));
    for (const [name, notebook] of Object.entries(notebooks))
      for (const folder of ["notebooks", "report/notebooks"])
        writeFileSync(lab.file(`${folder}/${name}.ipynb`), JSON.stringify(notebook));
    writeFileSync(lab.file("other.json"), JSON.stringify(compared));
    await lab.export("--compare", lab.file("other.json"));
    browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
  });

  after(async () => {
    await browser?.close();
    for (const end of atTheEnd) end();
  });

  /** What happens on a page: scripts that were planted, dialogs, requests for anything but the report's own files. */
  async function events(
    files: readonly string[],
    check: (page: Page) => Promise<void> = async () => {},
  ): Promise<string[]> {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const heard = new Set<string>();
    const own = pathToFileURL(lab.file("report")).href;
    page.on("console", (message) => /^RAN /.test(message.text()) && heard.add(message.text()));
    page.on("dialog", (dialog) => {
      heard.add(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("popup", () => heard.add("popup"));
    page.on("pageerror", (error) => heard.add(`error ${error.message}`));
    page.on("request", (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && !url.startsWith(own)) heard.add(`asked for ${url}`);
    });
    page.on("framenavigated", (frame) => {
      if (frame.url() !== "about:blank" && !frame.url().startsWith(own)) heard.add(`went to ${frame.url()}`);
    });
    try {
      for (const file of files) {
        await page.goto(pathToFileURL(file).href);
        await check(page);
        await page.waitForTimeout(files.length > 1 ? 100 : 300);
        for (const frame of page.frames().slice(1)) heard.add(`frame ${frame.url()}`);
        for (const link of (await page.evaluate(targets)) as string[])
          if (/^[\s\0-\x20]*(j\s*a\s*v\s*a|data:|vb|file:)/i.test(link)) heard.add(`leads to ${link}`);
      }
    } finally {
      await context.close();
    }
    return [...heard];
  }

  const targets = `[...document.querySelectorAll("a, form, button")].map((e) =>
    String(e.getAttribute("href") ?? e.getAttribute("action") ?? e.getAttribute("formaction") ?? e.href?.baseVal ?? "#"))`;
  const live = `document.querySelectorAll("figure.plot.live .main-svg").length > 0 && [...document.querySelectorAll("figure.plot")].every((figure) => figure.matches(".live"))`;

  test("a hundred strings and more, at every place that may hold one", () => assert.ok(planted.length > 300));

  for (const name of Object.keys(notebooks)) {
    test(`the page of ${name}: nothing runs, nothing is fetched, and figures are drawn`, async () => {
      const own = async (page: Page) => {
        await until(page, live);
        const footer = page.locator("body > footer");
        assert.equal(await footer.count(), 1);
        assert.ok(await footer.isVisible());
      };
      assert.deepEqual(await events([lab.file(`report/${name}.html`)], own), []);
    });
  }

  test("its first page and its last: nothing runs, and every link leads to a page that is there", async () => {
    const links: string[] = [];
    const linksOf = async (page: Page) =>
      void links.push(...((await page.evaluate("[...document.links].map(({ href }) => href)")) as string[]));
    assert.deepEqual(await events([lab.file("report/index.html")], linksOf), []);
    const heard = await events([lab.file("report/appendix.html")], async (page) => {
      await linksOf(page);
      assert.equal(
        await page.locator(".claims details").count(),
        await page.locator(".filter button b").first().innerText().then(Number),
      );
    });
    assert.deepEqual(heard, []);
    const files = new Set(links.map((link) => fileURLToPath(link.replace(/[?#].*/, ""))));
    for (const file of files) assert.ok(existsSync(file), file);
    for (const name of Object.keys(notebooks)) assert.ok(files.has(lab.file(`report/${name}.html`)), name);
  });

  test("its drawings, opened by themselves", async () => {
    const drawings = readdirSync(lab.file("report/figures")).filter((file) => file.endsWith(".svg"));
    assert.ok(drawings.length > 20);
    for (const file of drawings) {
      assert.doesNotMatch(lab.read(`report/figures/${file}`), /\son\w+=|javascript:|stranger\.test/i, file);
    }
    assert.deepEqual(await events(drawings.map((file) => lab.file(`report/figures/${file}`))), []);
  });

  test("nothing is written beside the report", () => {
    assert.deepEqual(readdirSync(lab.file(".")).sort(), ["notebooks", "other.json", "report"]);
    assert.ok(!existsSync(lab.file("../escaped-x.png")));
  });

  test("on paper: no script, no request, no file of the user's", async () => {
    await lab.export("--pdf");
    assert.match(lab.read("report/report.pdf"), /^%PDF-/);
  });

  test("as Markdown, in a viewer that lets HTML through", async () => {
    await lab.export("--format", "markdown");
    const folder = lab.file("report/markdown");
    const viewed = readdirSync(folder)
      .filter((one) => one.endsWith(".md"))
      .map((file, i) => {
        const html = lab.file(`report/viewed-${i}.html`);
        writeFileSync(html, asSeen(readFileSync(path.join(folder, file), "utf8")));
        return html;
      });
    assert.deepEqual(await events(viewed), []);
  });
});

/** As nbconvert's Markdown renderer shows it, which lets HTML through. */
function asSeen(markdown: string): string {
  const script =
    "import sys; from nbconvert.filters.markdown_mistune import markdown2html_mistune as show; print(show(sys.stdin.read()))";
  return execFileSync(python, ["-c", script], { input: markdown, encoding: "utf8", maxBuffer: 1e9 });
}
