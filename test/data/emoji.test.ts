import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { type Category, emoji, nouns, picturesOf } from "../../lib/data/emoji";
import { artworkSize, drawings, sprites } from "../../lib/data/sprites";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-emoji-"));
after(() => rmSync(folder, { recursive: true }));

interface Known {
  readonly label: string;
  readonly tags: readonly string[];
  readonly subgroup: number;
}

/** Which of emojibase's subgroups a category is. */
const subgroups: Readonly<Record<Category, RegExp>> = {
  animal: /^animal-/,
  food: /^food-/,
  vehicle: /^transport-/,
  instrument: /^musical-instrument$/,
  plant: /^plant-/,
  person: /^person-/,
  object: /^(book-paper|clothing|sky-weather|household|time|lock|event|game|sound|light-video|sport)$/,
};

test("labels, nouns and categories are emojibase's", () => {
  const known = new Map((require("emojibase-data/en/data.json") as Known[]).map((one) => [one.label, one] as const));
  const names = (require("emojibase-data/meta/groups.json") as { subgroups: Record<string, string> }).subgroups;
  for (const { label, noun, category, colour } of emoji) {
    const found = known.get(label);
    assert.ok(found, label);
    assert.match(names[found.subgroup], subgroups[category], label);
    assert.ok(label.includes(noun) || found.tags.includes(noun), `${label} is called ${noun}`);
    if (/^(black|blue|green|orange|red) /.test(label)) assert.equal(colour, label.split(" ")[0]);
  }
});

test("pictures of one noun differ in colour, and agree in all else", () => {
  for (const noun of nouns) {
    const pictures = picturesOf(noun);
    assert.equal(new Set(pictures.map(({ colour }) => colour)).size, pictures.length, noun);
    assert.equal(new Set(pictures.map(({ plural, category }) => `${plural} ${category}`)).size, 1, noun);
  }
});

test("the artwork is what data/emoji describes", () => {
  const description = readFileSync(path.join(projectRoot, "data", "emoji", "README.md"), "utf8");
  const hash = createHash("sha256");
  for (const svg of drawings()) hash.update(svg);
  const size = `${emoji.length} pictures (${nouns.length} nouns)`;
  for (const fact of [hash.digest("hex"), size]) assert.ok(description.includes(fact), fact);
});

test("a picture's extent is exactly what is visible of it, and colours are where they are said to be", async () => {
  const drawn = await sprites(folder);
  for (const { label, extent } of emoji) {
    const pixels = drawn.get(label) as Float32Array;
    const [xs, ys]: [number[], number[]] = [[], []];
    for (let i = 0; i < artworkSize ** 2; i++) {
      if (pixels[4 * i + 3] < 0.1) continue;
      xs.push(i % artworkSize);
      ys.push(Math.floor(i / artworkSize));
    }
    const found = [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
    assert.deepEqual(found, extent, label);
  }
});

test("the artwork is drawn once: a second call reads the file, and a damaged file is drawn anew", async () => {
  const first = await sprites(folder);
  const [name, ...others] = readdirSync(folder);
  assert.deepEqual(others, []);
  assert.deepEqual(await sprites(folder), first);
  truncateSync(path.join(folder, name), 100);
  assert.deepEqual(await sprites(folder), first);
});
