import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { projectRoot } from "../../lib/core/project";
import { slideNames } from "../../lib/experiments/slides";
import { environment } from "../../lib/report/environment";
import { lectureMap } from "../../lib/report/lectureMap";
import { galleryHtml, galleryText } from "../../lib/view/gallery";

test("the map shows every section that has a verdict, in order, with its claims", async () => {
  const map = await lectureMap();
  const numbers = map.items.map(({ title }) => Number.parseFloat(title));
  assert.ok(numbers.length >= 9);
  assert.deepEqual(numbers, [...numbers].sort());
  for (const { link, text, thumbnail } of map.items) {
    assert.ok(existsSync(path.join(projectRoot, "notebooks", link)), link);
    const [claims, ...kinds] = [...text.split(";")[0].matchAll(/\d+/g)].map(Number);
    assert.equal(
      kinds.reduce((sum, count) => sum + count, 0),
      claims,
      text,
    );
    assert.ok(thumbnail.alt.length > 10);
    const { channels } = await sharp(thumbnail.png).stats();
    assert.ok(Math.min(...channels.map(({ min }) => min)) < 128, "there is something on it");
  }
  const { width = 0, height = 0 } = await sharp(map.sheet).metadata();
  assert.ok(width > 900 && height > 100 * (map.items.length / 3));
});

test("it leads to every drawing of the lecture and to every claim, each once", async () => {
  const { items } = await lectureMap();
  const drawings = items.flatMap(({ leads = [] }) => leads.map(({ link }) => link.split("#")[1]));
  assert.deepEqual(drawings.sort(), [...slideNames]);
  const claims = items.flatMap(({ folded = [] }) => folded.map(({ link }) => link.split("#")[1]));
  assert.equal(new Set(claims).size, claims.length);
  for (const { text, folded = [] } of items) assert.equal(folded.length, Number.parseInt(text, 10), text);
});

test("a gallery as HTML and in words", () => {
  const thumbnail = { png: Buffer.from("png"), width: 3, alt: 'a "figure"' };
  const item = { title: "1 < 2", text: "3 claims", link: "a.ipynb", thumbnail };
  const leads = [{ text: "LSTM & GRU", link: "a.ipynb#b" }];
  const leading = galleryHtml({ items: [{ ...item, leads, folded: leads }], sheet: Buffer.alloc(0), alt: "one" });
  assert.equal(leading.split('<a href="a.ipynb#b">LSTM &amp; GRU</a>').length, 3);
  assert.match(leading, /<summary>3 claims<\/summary>/);
  const gallery = { items: [item], sheet: Buffer.alloc(0), alt: "one" };
  assert.match(galleryHtml(gallery), /href="a\.ipynb".*base64,cG5n".*alt="a &quot;figure&quot;".*1 &lt; 2/);
  assert.equal(galleryText(gallery), "1 < 2: 3 claims");
});

test("the environment says which data sets it finds, and how to name one", (t) => {
  const named = process.env.COCO_DIR;
  t.after(() => {
    if (named === undefined) delete process.env.COCO_DIR;
    else process.env.COCO_DIR = named;
  });
  const row = () => environment().rows.find(([name]) => name === "COCO captions")?.[1];
  delete process.env.COCO_DIR;
  assert.equal(row(), "not set: COCO_DIR names its folder; see data/coco/README.md");
  process.env.COCO_DIR = "data/coco";
  assert.equal(row(), "data/coco");
  process.env.COCO_DIR = "no/such";
  assert.equal(row(), "COCO_DIR names no folder: no/such");
});

test("a gallery leads to the web and to files beside the notebook, nowhere else", () => {
  const item = { title: "one", text: "", thumbnail: { png: Buffer.from("png"), width: 1, alt: "" } };
  const linkOf = (link: string) => galleryHtml({ items: [{ ...item, link }], sheet: Buffer.alloc(0), alt: "" });
  const good = [
    "a.ipynb",
    "sub/a b.ipynb#x",
    "../a.ipynb",
    "?x=1",
    "#y",
    "http://example.org",
    "HTTPS://example.org/?a=b&c",
  ];
  for (const link of good) assert.match(linkOf(link), /<a href="/, link);
  const bad = [
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,x",
  ];
  const out = [
    "file:///etc/passwd",
    "vbscript:x",
    "//example.org",
    "/etc/passwd",
    "\\\\host\\x",
    "blob:x",
    "ftp://x",
    "https://",
  ];
  for (const link of [...bad, ...out]) assert.doesNotMatch(linkOf(link), /<a /, link);
  assert.doesNotMatch(linkOf('"><script>alert(1)</script>'), /<script/);
});
