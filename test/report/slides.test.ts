import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findBrowser } from "../../lib/report/browser";
import { lines } from "../../lib/view/figure";
import { originKey, plotlyMime, verdictMime } from "../../lib/view/mime";
import { hostileNotebooks } from "./hostile";
import { python, scratchLab, until } from "./scratch";

const browserPath = findBrowser();
const noPython = !existsSync(python) && "needs the virtual environment that set-up makes";
const skip =
  noPython || (!browserPath && "no Chromium found: install it, or name one in the environment variable CHROMIUM");

const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

/** Small letters, as the lab's drawings and figures have them. */
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" class="lab-diagram" role="group" viewBox="-16 -74 740 727" width="740" height="727" font-size="15" font-family="'DejaVu Sans', Verdana, sans-serif"><rect class="paper" x="-16" y="-74" width="740" height="727" fill="#fff"/><text class="ink" x="20" y="20" font-size="12.5">0.93</text><text x="20" y="60" font-size="17">h<tspan dy="4" font-size="12.2">1</tspan></text></svg>`;
const axes = { x: { title: "step" }, y: { title: "bits" } };
const line = (title: string, height = 400) => {
  const { data, layout, alt } = lines([{ name: "a", x: [1, 2], y: [3, 4], label: "its end" }], {
    title,
    ...axes,
    alt: `${title} rises`,
  });
  return { data, layout: { ...layout, height }, alt };
};
const figure = (title: string, claims: readonly string[] = []) => {
  const { data, layout, alt } = line(title);
  const bundle = { [plotlyMime]: { data, layout }, "image/png": pixel, "text/plain": alt };
  return output(bundle, { [originKey]: { study: "s", name: title, claims } });
};
const verdict = (id: string, outcome: "holds" | "fails") =>
  output({
    [verdictMime]: {
      ...{
        id,
        section: "1",
        claim: `${id}: c_t falls.`,
        expected: "holds",
        outcome,
        effect: 0.5,
        interval: [0.25, 0.75],
      },
      ...{ criterion: "interval above 0", measured: "Measured over four seeds.", config: { seeds: 4 } },
    },
    "text/plain": "x",
  });
const output = (data: object, metadata: object = {}) => ({ output_type: "display_data", data, metadata });
const words = (source: string) => ({ cell_type: "markdown", id: "m", metadata: {}, source });
const code = (...outputs: readonly object[]) => ({
  cell_type: "code",
  id: "c",
  metadata: {},
  execution_count: 1,
  source: "1",
  outputs,
});
const drawn = output(
  { "image/svg+xml": drawing, "image/png": pixel, "text/plain": "x" },
  { [originKey]: { drawing: "1-cell" } },
);

const notebook = {
  cells: [
    words("# 1 One cell\n\n*Lecture section 1.* The state $h_t$ is carried. It is small."),
    words("## The cell\n\nOne step: the state goes in and comes out.\n\nMore of it."),
    code(drawn),
    words("**Claim.** *It falls.* **Prediction:** it does, with $\\sigma(b)$."),
    code(figure("The fall", ["first", "second"]), verdict("first", "holds"), verdict("second", "fails")),
    words("So it fell.\n\n## Aside"),
    code(figure("The rise")),
    code(output({ "image/png": pixel, "text/plain": "a photograph" })),
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};

describe("the lecture as slides", { skip }, () => {
  const atTheEnd: (() => void)[] = [];
  const lab = scratchLab({ after: (end) => void atTheEnd.push(end as () => void) }, { "2-empty": ["1"] });
  let browser: Browser;
  let slides = "";

  before(async () => {
    writeFileSync(lab.file("notebooks/1-one.ipynb"), JSON.stringify(notebook));
    await lab.export("--format", "slides");
    const [, body] = lab.read("report/slides.html").split("<body>");
    slides = body.split('<button type="button" class="theme"')[0];
    browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
  });

  after(async () => {
    await browser?.close();
    for (const end of atTheEnd) end();
  });

  /** Opens the slides with the network off, and fails when anything on them does, or asks for anything. */
  async function open(at: string, look: BrowserContextOptions, check: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, offline: true, ...look });
    const complaints: string[] = [];
    const file = pathToFileURL(lab.file("report/slides.html")).href;
    context.on("request", (request) => {
      if (!/^data:/.test(request.url()) && !request.url().startsWith(file))
        complaints.push(`asked for ${request.url()}`);
    });
    context.on("weberror", (error) => complaints.push(String(error.error())));
    context.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    try {
      const page = await context.newPage();
      await page.goto(`${file}${at}`);
      await until(page, "globalThis.Reveal?.isReady()");
      await check(page);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }

  test("a slide for the lecture and each section, a drawing, a figure, and what became of the claims", () => {
    assert.equal(slides.split('<section class="slide">').length - 1, 1 + 5 + 1);
    assert.match(lab.printed(), /Slides: .*slides\.html \(7 slides, 0\.\d MB\)/);
    assert.match(
      slides,
      /<h1>1 One cell<\/h1>\s*<div class="lead">The state <span class="maths">.* is carried\.<\/div>/,
    );
    assert.match(slides, /<h1>2-empty<\/h1>/);
    assert.match(slides, /<h2>2 claims: 1 holds, 1 fails; 1 other than expected<\/h2>/);
    assert.doesNotMatch(slides, /a photograph/);
  });

  test("a drawing has its sentence under its heading, a figure its verdicts or its heading", () => {
    assert.match(
      slides,
      /<h2>The cell<\/h2>\s*<div class="sentence">One step: the state goes in and comes out\.<\/div><\/div>\s*<figure class="drawing"><svg/,
    );
    assert.match(
      slides,
      /<h2 class="one-of-two">first: c<sub>t<\/sub> falls\.<\/h2>\s*<p class="verdict"><span class="badge holds">✓ holds<\/span> <span class="effect">effect 0\.5 \[0\.25, 0\.75\]<\/span>/,
    );
    assert.match(slides, /<h2>Aside<\/h2><\/div>\s*<figure class="plot" role="img" aria-label="The rise rises">/);
  });

  test("the speaker's notes are the notebook's words before and after, and what was measured", () => {
    const [, ofDrawing, ofFigure] = slides.split('<aside class="notes">');
    assert.match(ofDrawing, /More of it\.[\s\S]*Prediction/);
    assert.match(ofFigure, /<strong>Claim\.<\/strong>[\s\S]*<math[\s\S]*So it fell\.[\s\S]*Measured over four seeds\./);
    assert.doesNotMatch(ofFigure.split("</aside>")[0], /class="katex-html"/);
  });

  const width = `(() => { const box = Reveal.getSlides()[3].querySelector("figure svg").getBoundingClientRect();
    const slide = Reveal.getSlides()[3].getBoundingClientRect();
    const marks = Reveal.getSlides()[3].querySelector(".trace path, path.js-line").getBoundingClientRect();
    return [box.width / slide.width, box.height / slide.height, marks.width / slide.width]; })()`;
  const isWhole = (shares: unknown) => {
    const [across, down, marks] = shares as number[];
    assert.ok(across > 0.9 && down > 0.5 && marks > 0.5, String(shares));
  };

  for (const at of ["#/1/2", "#/"])
    test(`the third slide of a section at the first visit of ${at}, and in the overview: the figure has the slide's width`, () =>
      open(at, {}, async (page) => {
        if (at === "#/1/2") isWhole(await page.evaluate(width));
        await page.keyboard.press("Escape");
        await until(page, "Reveal.isOverview()");
        isWhole(await page.evaluate(width));
        await page.keyboard.press("Escape");
        for (const _ of [1, 2, 3]) await page.keyboard.press("ArrowRight");
        if (at === "#/") isWhole(await page.evaluate(width));
      }));

  test("arrows go through all slides, section after section", () =>
    open("", {}, async (page) => {
      const seen = new Set<unknown>();
      for (let i = 0; i < 7; i++) {
        seen.add(await page.evaluate("Reveal.getSlidePastCount()"));
        await page.keyboard.press("ArrowRight");
      }
      assert.deepEqual([...seen], [0, 1, 2, 3, 4, 5, 6]);
    }));

  // A text that stands on its side is as high as it is long.
  const small = `(() => { const slide = Reveal.getSlides()[0].getBoundingClientRect().height;
    return Reveal.getSlides().flatMap((one) => [...one.querySelectorAll("*")]
      .filter((e) => !e.closest("[transform*=rotate], aside, .katex-mathml, .katex, tspan, title, style, defs") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
      .map((e) => { const range = document.createRange(); range.selectNodeContents(e);
        return [(e.closest("svg") ? e : range).getBoundingClientRect().height / slide, e.textContent.slice(0, 40)]; })
      .filter(([height]) => height < 0.02)); })()`;

  for (const viewport of [
    { width: 1280, height: 720 },
    { width: 1920, height: 1080 },
  ])
    test(`every text has a fiftieth of the slide's height at ${viewport.width} pixels`, () =>
      open("", { viewport }, async (page) => assert.deepEqual(await page.evaluate(small), [])));

  const ground = "getComputedStyle(document.documentElement).backgroundColor";
  test("dark as the system is, and at a key or a click the other way; light on paper", () =>
    open("#/1/2", { colorScheme: "dark" }, async (page) => {
      assert.equal(await page.evaluate(ground), "rgb(17, 17, 17)");
      const paper = `getComputedStyle(Reveal.getCurrentSlide().querySelector("figure rect")).fill`;
      assert.equal(await page.evaluate(paper), "rgb(17, 17, 17)");
      await page.keyboard.press("d");
      assert.equal(await page.evaluate(ground), "rgb(255, 255, 255)");
      assert.equal(await page.evaluate(paper), "rgb(255, 255, 255)");
      await page.click("button.theme");
      assert.equal(await page.evaluate(ground), "rgb(17, 17, 17)");
    }));

  test("print: a page a slide, light, and the figure has its width", () =>
    open("?print-pdf", { colorScheme: "dark" }, async (page) => {
      await page.emulateMedia({ media: "print" });
      await until(page, "document.querySelectorAll('.pdf-page').length === 7");
      assert.equal(await page.evaluate(ground), "rgb(255, 255, 255)");
      isWhole(await page.evaluate(width));
    }));

  test("--pdf: a slide a page, as wide as 16 to 9", async () => {
    await lab.export("--format", "slides", "--pdf");
    const pdf = readFileSync(lab.file("report/slides.pdf"), "latin1");
    assert.equal(pdf.match(/\/Type \/Page\b/g)?.length, 7);
    const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => Number(w) / Number(h));
    for (const ratio of boxes) assert.ok(Math.abs(ratio - 16 / 9) < 0.01, String(ratio));
  });

  test("the speaker's window: this slide, the next and the notes, from the same file", () =>
    open("#/1/1", {}, async (page) => {
      const opening = page.waitForEvent("popup");
      await page.keyboard.press("s");
      const speaker = await opening;
      await until(
        speaker,
        "document.querySelector('.speaker-controls-notes .value')?.textContent.includes('More of it')",
      );
      await until(speaker, "document.querySelectorAll('iframe').length === 2");
      await page.keyboard.press("ArrowRight");
      await until(
        speaker,
        "document.querySelector('.speaker-controls-notes .value')?.textContent.includes('So it fell')",
      );
      const frames = speaker.frames().slice(1);
      for (const frame of frames) await until(frame, "globalThis.Reveal?.isReady()");
    }));
});

describe("slides of hostile notebooks", { skip }, () => {
  test("nothing runs, nothing is fetched, no frame stands in them", async (t) => {
    const lab = scratchLab(t, {});
    const { notebooks } = hostileNotebooks();
    mkdirSync(lab.file("report/notebooks"));
    for (const [name, text] of Object.entries(notebooks))
      for (const folder of ["notebooks", "report/notebooks"])
        writeFileSync(lab.file(`${folder}/${name}.ipynb`), JSON.stringify(asDrawings(text)));
    await lab.export("--format", "slides");
    const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
    t.after(() => browser.close());
    const context = await browser.newContext({ offline: true });
    const heard = new Set<string>();
    const file = pathToFileURL(lab.file("report/slides.html")).href;
    context.on("request", (request) => {
      if (!/^data:/.test(request.url()) && !request.url().startsWith(file)) heard.add(`asked for ${request.url()}`);
    });
    context.on("console", (message) => /^RAN /.test(message.text()) && heard.add(message.text()));
    context.on("dialog", (dialog) => heard.add(dialog.message()));
    context.on("weberror", (error) => heard.add(String(error.error())));
    const page = await context.newPage();
    await page.goto(file);
    await until(page, "globalThis.Reveal?.isReady()");
    assert.ok(Number(await page.evaluate("Reveal.getTotalSlides()")) > 100);
    await page.keyboard.press("Escape");
    await page.waitForTimeout(300);
    assert.equal(page.frames().length, 1);
    await page.goto(`${file}?print-pdf`);
    await page.waitForTimeout(500);
    assert.deepEqual([...heard], []);
    const links = (await page.evaluate(
      "[...document.querySelectorAll('a')].map((a) => a.getAttribute('href') ?? a.href?.baseVal ?? '')",
    )) as string[];
    for (const link of links) assert.doesNotMatch(link, /^[\s\0-\x20]*(j\s*a\s*v\s*a|data:|vb|file:)/i);
  });
});

/** Words before an output are on its slide and in its notes: each is given one. */
function asDrawings(notebook: object): object {
  const { cells, ...rest } = notebook as { readonly cells: readonly { readonly cell_type: string }[] };
  return { ...rest, cells: cells.flatMap((cell) => (cell.cell_type === "markdown" ? [cell, code(drawn)] : [cell])) };
}
