import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { projectRoot } from "../lib/core/project";
import { findBrowser } from "../lib/report/browser";
import { joined, type Notebook } from "../lib/report/ipynb";

const browserPath = findBrowser();
const skip = browserPath ? false : "no Chromium found: install it, or name one in the environment variable CHROMIUM";
const folder = path.join(projectRoot, "report", "lab-test");
const patience = 120_000;
const source = path.join(projectRoot, "notebooks", "2.1-character-language-model.ipynb");
/** Shorter runs than the lecture's: it is JupyterLab that is tried. */
const notebook = readFileSync(source, "utf8")
  .replace("languageModel.run()", "languageModel.run({ steps: 600 })")
  .replace("charRnn.run()", "charRnn.run(charRnn.presets.smoke)");
const code = (JSON.parse(notebook) as Notebook).cells
  .filter(({ cell_type }) => cell_type === "code")
  .map((cell) => joined(cell.source));
/** Which code cell of the notebook has this, from 1. */
const cellWith = (part: string): number => code.findIndex((cell) => cell.includes(part)) + 1;
const cells = {
  hello: cellWith('slide("2.1-hello")'),
  training: cellWith("languageModel.run("),
  loss: cellWith("figures.loss"),
  guesses: cellWith("figures.guesses"),
  writing: cellWith("moments.writing"),
  diversity: cellWith("figures.diversity"),
  last: code.findLastIndex((cell) => cell.includes(".verdict(")) + 1,
};

describe("notebook 2.1 in JupyterLab, in a browser", { skip }, () => {
  let lab: ChildProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  before(async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "2.1.ipynb"), notebook);
    const started = await startLab();
    lab = started.lab;
    const environment = [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
    ];
    browser = await chromium.launch({ executablePath: browserPath, args: environment });
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.setDefaultTimeout(patience);
    // On a busy machine JupyterLab may open a notebook before it knows its kernels, and then asks.
    await page.addLocatorHandler(page.locator(".jp-Dialog:has-text('Select Kernel')"), async () => {
      await page.click(".jp-Dialog .jp-mod-accept");
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${started.url.origin}/lab/tree/report/lab-test/2.1.ipynb?${started.url.searchParams}&reset`);
    await page.waitForSelector(".jp-NotebookPanel .jp-Cell");
    await clearOutputs();
  });

  after(async () => {
    await page?.screenshot({ path: path.join(projectRoot, "report", "lab-test.png") });
    await browser?.close();
    lab?.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  });

  test("Run All: the progress bar moves, and the loss is drawn while the models learn", async () => {
    await runAll();
    const first = await stepsDone((steps) => steps > 0);
    await stepsDone((steps) => steps > first);
    const line = `${outputOf(cells.training)} path.js-line`;
    await page.waitForSelector(line);
    const early = await page.getAttribute(line, "d");
    await until(async () => (await page.getAttribute(line, "d")) !== early, "the loss was not drawn on");
  });

  test("Stop keeps what was reached, says so, and the cells after it draw it", async () => {
    await page.click(
      '.jp-NotebookPanel-toolbar [data-command="notebook:interrupt-kernel"], [data-jp-item-name="interrupt"] jp-button',
    );
    await page.waitForSelector(`${outputOf(cells.training)} >> text=stopped here: what was reached is kept`);
    await page.waitForSelector(`${outputOf(cells.loss)} >> text=UNDECIDED`);
    await drawn(cells.loss);
  });

  test("a clean run after the Stop: every figure is drawn, every verdict shown", async () => {
    await idle();
    await clearOutputs();
    await runAll();
    await page.waitForSelector(`${outputOf(cells.last)} >> text=/HOLDS|FAILS|UNDECIDED/`);
    for (const cell of [cells.loss, cells.guesses, cells.diversity]) await drawn(cell);
    assert.match(await page.innerText(outputOf(cells.training)), /(\d+)\/\1 steps · (\d+) of \2 begun/);
    assert.doesNotMatch(await page.innerText(outputOf(cells.loss)), /UNDECIDED/);
    const text = await page.innerText(".jp-NotebookPanel");
    assert.doesNotMatch(text, /"layout"|\{"data"/, "a figure, not its JSON");
    assert.deepEqual(complaints, [], "no error in the browser");
  });

  test("a figure in the browser has its lines", async () => {
    const lines = await page
      .locator(`${outputOf(cells.loss)} .js-plotly-plot .scatterlayer .trace path.js-line`)
      .count();
    assert.ok(lines >= 2, `${lines} lines`);
  });

  test("a figure is as wide as its cell in any window, and in the colours of the theme", async () => {
    const figure = page.locator(`${outputOf(cells.loss)} .lab-figure`).first();
    const widths = () =>
      figure.evaluate((node) => [node.clientWidth, node.scrollWidth, node.querySelector("svg")?.clientWidth]);
    for (const width of [900, 1600, 1280]) {
      await page.setViewportSize({ width, height: 1000 });
      await until(async () => new Set(await widths()).size === 1, `of ${width} pixels it does not fill its cell`);
    }
    const svg = figure.locator("svg").first();
    const ground = () => svg.evaluate((one) => getComputedStyle(one).backgroundColor);
    const [light, dark] = ["rgb(255, 255, 255)", "rgb(22, 24, 27)"];
    for (const [isLight, colour] of Object.entries({ true: light, false: dark })) {
      await page.evaluate(`document.body.dataset.jpThemeLight = "${isLight}"`);
      await until(async () => (await ground()) === colour, `it is not ${colour} where the theme is light: ${isLight}`);
    }
  });

  test("a pointer over a figure changes nothing in the notebook", async () => {
    await idle();
    await page.keyboard.press("Control+s");
    await page.waitForSelector(".lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current:not(.jp-mod-dirty)");
    const figure = page.locator(`${outputOf(cells.loss)} .js-plotly-plot`).first();
    for (const x of [200, 300, 400]) await figure.hover({ position: { x, y: 150 } });
    await page.waitForTimeout(1000);
    assert.ok(await figure.evaluate((plot) => plot.matches(":hover")));
    assert.equal(await page.locator(".jp-mod-dirty").count(), 0);
  });

  test("a drawing can be looked into, by the mouse and by the keyboard, and walked through in time", async () => {
    const drawing = page.locator(`${outputOf(cells.hello)} .lab-diagram`);
    const words = page.locator(`${outputOf(cells.hello)} .lab-words`);
    await drawing.locator('[aria-label^="h 2 ="]').hover();
    assert.match(await words.innerText(), /^h\n?2\n? = RNN\(h\n?1\n?, x\n?2\n?\); 3 numbers: /);
    assert.deepEqual(await drawing.locator(".node.source").count(), 2);
    await drawing.locator('[aria-label^="h 2 ="]').focus();
    await page.keyboard.press("ArrowRight");
    assert.match(String(await page.evaluate("document.activeElement.getAttribute('aria-label')")), /^h 3 =/);
    await page.locator(`${outputOf(cells.hello)} .lab-time input`).focus();
    await page.keyboard.press("Home");
    assert.equal(await page.locator(`${outputOf(cells.hello)} .lab-time output`).innerText(), "t = 1");
    assert.equal(await drawing.locator('.node.later[aria-label^="h 2 ="]').count(), 1);
  });

  /** The n-th code cell's output, from 1. */
  test("a moment answers what is typed and moved, and says so where its kernel was restarted", async () => {
    const moment = page.locator(`${outputOf(cells.writing)} .lab-moment`);
    await moment.scrollIntoViewIfNeeded();
    await moment.locator("textarea").fill("Queequeg ");
    await moment.locator('.text:has-text("Queequeg ")').waitFor();
    const title = moment.locator(".gtitle");
    const before = await title.textContent();
    await moment.locator("textarea").fill("Call me Ishmae");
    await until(async () => (await title.textContent()) !== before, "the figure is that of another text");
    await moment.locator('input[type="range"]').press("End");
    await until(async () => (await moment.locator("output").textContent()) === "2", "the slider has not moved");
    await page.click('[data-jp-item-name="restart"] jp-button');
    await page.click(".jp-Dialog .jp-mod-accept");
    await moment.getByText("The kernel was restarted. Run this cell again").waitFor();
    assert.equal(await moment.locator("fieldset:disabled").count(), 1);
    assert.equal(await moment.locator('.text:has-text("Call me Ishmae")').count(), 1);
  });

  const outputOf = (n: number) => `:nth-match(.jp-CodeCell, ${n}) .jp-OutputArea`;

  const drawn = (cell: number) => page.waitForSelector(`${outputOf(cell)} .js-plotly-plot .main-svg`);

  async function stepsDone(enough: (steps: number) => boolean): Promise<number> {
    let steps = 0;
    await until(async () => {
      const text = await page.innerText(outputOf(cells.training)).catch(() => "");
      steps = Number(text.match(/(\d+)\/\d+ steps/)?.[1] ?? 0);
      return enough(steps);
    }, "no progress was shown");
    return steps;
  }

  async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
    for (const end = Date.now() + patience; Date.now() < end; await page.waitForTimeout(200)) if (await holds()) return;
    throw new Error(otherwise);
  }

  const idle = () => page.waitForSelector('.jp-NotebookPanel [data-status="idle"]');

  /** Again until the cells start: JupyterLab forgets what is run before its kernel has answered for the first time. */
  async function runAll(): Promise<void> {
    await idle();
    await until(async () => {
      await menu("Run", "Run All Cells");
      const started = page.waitForSelector('.jp-InputPrompt:has-text("[*]")', { timeout: 5000 });
      return started.then(
        () => true,
        () => false,
      );
    }, "the cells did not start");
  }

  const clearOutputs = () => menu("Edit", "Clear Outputs of All Cells");

  async function menu(bar: string, item: string): Promise<void> {
    await page.click(`.lm-MenuBar-item:has-text("${bar}")`);
    await page.click(`.lm-Menu-item:has(.lm-Menu-itemLabel:text-is("${item}"))`);
  }
});

/** JupyterLab as `npm run lab` starts it, and the address that it prints. */
async function startLab(): Promise<{ lab: ChildProcess; url: URL }> {
  const port = await freePort();
  const lab = spawn(process.execPath, ["scripts/lab.mjs", "--port", String(port)], {
    cwd: projectRoot,
    env: { ...process.env, LAB_PRESET: "default", LAB_KEEP: "off", DISPLAY: "", WAYLAND_DISPLAY: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await new Promise<URL>((resolve, reject) => {
    let printed = "";
    const read = (line: string) => {
      printed += `${line}\n`;
      const address = line.match(/http:\/\/(?:localhost|127\.0\.0\.1)\S+token=\S+/)?.[0];
      if (address) resolve(new URL(address));
    };
    createInterface({ input: lab.stdout! }).on("line", read);
    createInterface({ input: lab.stderr! }).on("line", read);
    lab.once("exit", () => reject(new Error(`JupyterLab ended: ${printed}`)));
  });
  return { lab, url };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
