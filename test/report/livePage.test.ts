import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { cliff } from "../../lib/experiments/5.1-exploding-and-vanishing-gradients/cliff/claims";
import { moments } from "../../lib/moments";
import { findBrowser } from "../../lib/report/browser";
import { bundled } from "../../lib/report/page";
import { isSeries } from "../../lib/view/answering";
import { starts } from "../../lib/view/controls";
import type { Moment } from "../../lib/view/moment";
import { answers, writeMomentsPage } from "./momentsPage";

const browserPath = findBrowser();
const noBrowser = !browserPath && "no Chromium found: install it, or name one in the environment variable CHROMIUM";
const all = Object.values(moments) as unknown as Moment[];
/** Weights of half precision, and everything else, in single precision. */
const near = { f16: 2e-3, f32: 1e-5 };

test("what every page loads is small, and reaches nothing of Node's", () => {
  const script = bundled("livePage");
  assert.ok(gzipSync(script, { level: 9 }).length < 600_000);
  assert.doesNotMatch(script, /["']node:|ZodError/);
  assert.match(script, /Apache License/);
});

describe("a page that computes, opened from a disk with the network off", { skip: noBrowser }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lecture-lab-"));
  const file = (name: string) => path.join(folder, name);
  let browser: Browser;
  before(async () => {
    const html = await writeMomentsPage(folder, '<div id="claim-5.1-cliff"></div>');
    writeFileSync(file("strict.html"), html.replace("'wasm-unsafe-eval'", ""));
    browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(name: string, check: (page: Page) => Promise<void>, look: object = {}): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, offline: true, ...look });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(`asked for: ${request.url()}`);
    });
    try {
      await page.goto(pathToFileURL(file(name)).href);
      await check(page);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }

  /** Brings a moment into view, and waits until its controls can be moved. */
  async function live(page: Page, name: string) {
    const figure = page.locator(`figure[id="${name}"]`);
    await figure.scrollIntoViewIfNeeded();
    await figure.locator("fieldset:not(:disabled)").waitFor({ timeout: 60_000 });
    return figure;
  }

  /** Asks for what the controls say now, and waits for the answer. */
  const ask = (page: Page, name: string) =>
    page.evaluate(
      ([id, wait]) =>
        new Promise<void>((resolve, reject) => {
          const figure = document.querySelector(`figure[id="${id}"]`)!;
          const pictures = figure.querySelector(".pictures")!;
          const drawn = new MutationObserver(() => setTimeout(resolve, 300));
          drawn.observe(pictures, { subtree: true, childList: true, characterData: true, attributes: true });
          setTimeout(() => reject(new Error(`${id} has not answered`)), wait as number);
          figure.querySelector(".lab-moment")!.dispatchEvent(new Event("ask"));
        }),
      [name, 60_000] as const,
    );

  for (const one of all) {
    test(`${one.name} answers as the native library does`, async () => {
      await open("page.html", async (page) => {
        const figure = await live(page, one.name);
        await ask(page, one.name);
        assert.equal(
          await figure.locator("p.state.failure").count(),
          0,
          (await figure.locator("p.state").textContent())!,
        );
        if (isSeries(one.answer(starts(one.controls)))) return; // its pictures depend on how fast it goes
        const drawn = await figure.evaluate((node) =>
          [...node.querySelectorAll(".part.plot > div")].map((plot) =>
            JSON.stringify((plot as unknown as { data: unknown }).data),
          ),
        );
        const told = await figure.evaluate((node) =>
          [
            ...node.querySelectorAll(
              '.part.plot[role="img"], .part.plot > [role="img"], .part.plot .main-svg[role="img"]',
            ),
          ].map((plot) => plot.getAttribute("aria-label")!),
        );
        const native = (await answers(one)).filter((part) => "plot" in part);
        for (const [i, part] of native.entries())
          assertNear(
            JSON.parse(drawn[i]),
            JSON.parse(JSON.stringify(part.plot.data)),
            one.networks ? near.f16 : near.f32,
          );
        // Words that a network says, and where it looked: what is drawn as a picture has no data.
        assert.deepEqual(
          told.map(withoutNumbers),
          native.map(({ alt }) => withoutNumbers(alt)),
        );
      });
    });
  }

  test("what one composes on a board is what the network is shown", async () => {
    const { controls } = moments.askedPicture;
    const things = controls.things.start.map((name, i) => (i === 15 ? "dog" : name));
    const expected = await moments.askedPicture.answer({
      ...starts(controls),
      things,
      question: "how many dogs are there",
    });
    await open("page.html", async (page) => {
      const figure = await live(page, moments.askedPicture.name);
      await figure.getByLabel("dog", { exact: true }).click();
      await figure.getByLabel("nothing at row 4, column 4").click();
      await figure.locator("textarea").fill("how many dogs are there");
      const [{ alt }] = expected as unknown as readonly { readonly alt: string }[];
      await figure.getByRole("img", { name: alt, exact: true }).waitFor({ timeout: 60_000 });
    });
  });

  test("a picture of one's own, from a file, is what the network is shown; what is none is told", async () => {
    const { controls } = moments.askedPicture;
    const side = Number(controls.own.look.side);
    const pixels = Buffer.alloc(side * side * 3, 90);
    const expected = await moments.askedPicture.answer({ ...starts(controls), own: pixels.toString("base64") });
    const [{ alt }] = expected as unknown as readonly { readonly alt: string }[];
    // Twice as wide as high: its middle is shown, and its ends, which are bright, are not.
    const middle = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      .extend({ left: side / 2, right: side / 2, background: "#fff" })
      .png()
      .toBuffer();
    await open("page.html", async (page) => {
      const figure = await live(page, moments.askedPicture.name);
      const file = figure.locator('input[type="file"]');
      await file.setInputFiles({ name: "mine.png", mimeType: "image/png", buffer: middle });
      await figure.getByRole("img", { name: alt, exact: true }).waitFor({ timeout: 60_000 });
      await file.setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
      await figure.getByText("a picture expected (PNG, JPEG, WebP), got notes.txt").waitFor();
      await file.setInputFiles({ name: "mine.png", mimeType: "image/png", buffer: middle });
      await figure.getByRole("button", { name: "take it away" }).click();
      assert.equal(await figure.locator("canvas:visible").count(), 0);
    });
  });

  test("a hundred moves leave no tensor behind", async () => {
    await open("page.html", async (page) => {
      await live(page, "5.1-gradient-by-lag");
      await ask(page, "5.1-gradient-by-lag");
      const tensors = () => page.evaluate("lectureLab.tensors()");
      const before = await tensors();
      await page.evaluate(async () => {
        const slider = document.querySelector<HTMLInputElement>(
          'figure[id="5.1-gradient-by-lag"] input[type="range"]',
        )!;
        for (let i = 0; i < 100; i++) {
          slider.value = String(i);
          slider.dispatchEvent(new Event("input"));
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      });
      await ask(page, "5.1-gradient-by-lag");
      assert.equal(await tensors(), before);
    });
  });

  test("where WebAssembly is forbidden plain JavaScript computes", async () => {
    await open("strict.html", async (page) => {
      const figure = await live(page, "5.1-gradient-by-lag");
      await ask(page, "5.1-gradient-by-lag");
      assert.equal(await figure.locator("p.state").textContent(), "");
    });
  });

  test("without scripts the still picture stands there", async () => {
    await open(
      "page.html",
      async (page) => assert.equal(await page.locator("figure.moment > pre:visible").count(), all.length),
      { javaScriptEnabled: false },
    );
  });

  test("a claim that is checked in the page has the effect that it has natively", async () => {
    const native = cliff.verdict(await cliff.run({}, {}), "cliff");
    await open("page.html", async (page) => {
      const panel = page.locator('[id="claim-5.1-cliff"] .here');
      await panel.locator("button").click();
      await panel.getByText("Computed in this page").waitFor({ timeout: 120_000 });
      assert.ok((await panel.innerText()).includes(native.measured));
    });
  });

  test("on a phone nothing goes beyond the page", async () => {
    await open(
      "page.html",
      async (page) => {
        for (const { name } of all) await live(page, name);
        const beyond = await page.evaluate(() =>
          [...document.querySelectorAll(".lab-moment, .lab-moment *")]
            .filter((node) => node.getBoundingClientRect().right > 390 && !node.closest(".part"))
            .map((node) => node.outerHTML.slice(0, 100)),
        );
        assert.deepEqual(beyond, []);
        assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 390);
      },
      { viewport: { width: 390, height: 844 } },
    );
  });
});

const withoutNumbers = (text: string): string => text.replaceAll(/[-−+]?\d[\d.,e+-]*/g, "");

/** The same data with the same numbers, but for what single precision makes of them. */
function assertNear(got: unknown, expected: unknown, tolerance: number): void {
  if (typeof expected === "number") {
    const apart = Math.abs((got as number) - expected) / Math.max(1, Math.abs(expected));
    assert.ok(apart <= tolerance, `${got} for ${expected}`);
  } else if (typeof expected === "object" && expected !== null) {
    for (const [name, value] of Object.entries(expected))
      assertNear((got as Record<string, unknown>)?.[name], value, tolerance);
  } else if (!/\d/.test(String(expected))) assert.equal(got, expected);
}
