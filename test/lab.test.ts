import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { projectRoot } from "../lib/core/project";
import { findBrowser } from "../lib/report/browser";

const browserPath = findBrowser();
const skip = browserPath ? false : "no Chromium found: install it, or name one in the environment variable CHROMIUM";
const folder = path.join(projectRoot, "report", "lab-test");
const patience = 120_000;

describe("notebook 2.1 in JupyterLab, in a browser", { skip }, () => {
  let lab: ChildProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  before(async () => {
    mkdirSync(folder, { recursive: true });
    copyFileSync(
      path.join(projectRoot, "notebooks", "2.1-character-language-model.ipynb"),
      path.join(folder, "2.1.ipynb"),
    );
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
    await page.waitForSelector(`${outputOf(2)} img`);
    const early = await page.getAttribute(`${outputOf(2)} img`, "src");
    await until(
      async () => (await page.getAttribute(`${outputOf(2)} img`, "src")) !== early,
      "the loss was not redrawn",
    );
  });

  test("Stop keeps what was reached, says so, and the cells after it draw it", async () => {
    await page.click(
      '.jp-NotebookPanel-toolbar [data-command="notebook:interrupt-kernel"], [data-jp-item-name="interrupt"] jp-button',
    );
    await page.waitForSelector(`${outputOf(2)} >> text=stopped here: what was reached is kept`);
    await page.waitForSelector(`${outputOf(3)} >> text=UNDECIDED`);
    await drawn(3);
  });

  test("a clean run after the Stop: every figure is drawn, every verdict shown", async () => {
    await idle();
    await clearOutputs();
    await runAll();
    await page.waitForSelector(`${outputOf(8)} >> text=/HOLDS|FAILS|UNDECIDED/`);
    for (const cell of [3, 5, 6]) await drawn(cell);
    assert.match(await page.innerText(outputOf(2)), /(\d+)\/\1 steps · 5 of 5 begun/);
    assert.doesNotMatch(await page.innerText(outputOf(3)), /UNDECIDED/);
    const text = await page.innerText(".jp-NotebookPanel");
    assert.doesNotMatch(text, /"layout"|\{"data"/, "a figure, not its JSON");
    assert.deepEqual(complaints, [], "no error in the browser");
  });

  test("a figure in the browser has its lines", async () => {
    const lines = await page.locator(`${outputOf(3)} .js-plotly-plot .scatterlayer .trace path.js-line`).count();
    assert.ok(lines >= 2, `${lines} lines`);
  });

  /** The n-th code cell's output, from 1. */
  const outputOf = (n: number) => `:nth-match(.jp-CodeCell, ${n}) .jp-OutputArea`;

  /** The picture is there at once; the figure comes alive when the mouse is over it. */
  async function drawn(cell: number): Promise<void> {
    const picture = page.locator(`${outputOf(cell)} img`).first();
    if (await picture.isVisible()) await picture.dispatchEvent("mouseenter");
    await page.waitForSelector(`${outputOf(cell)} .js-plotly-plot .main-svg`);
  }

  async function stepsDone(enough: (steps: number) => boolean): Promise<number> {
    let steps = 0;
    await until(async () => {
      const text = await page.innerText(outputOf(2)).catch(() => "");
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
