import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import sharp from "sharp";
import { projectRoot } from "../../lib/core/project";
import { film, filmFile, filmRun, filmSteps } from "../../lib/report/film";

const themes = ["light", "dark"] as const;
const shown = (theme: (typeof themes)[number]): string => path.join(projectRoot, filmFile(theme));

describe("the moving picture of README.md", () => {
  let run: Awaited<ReturnType<typeof filmRun>>;
  before(async () => {
    run = await filmRun();
  });

  test("is one training: each moment's curve goes on from the one before, and in the end the word is right", () => {
    for (const [i, { training }] of run.slice(1).entries()) {
      const earlier = run[i].training.curve.slice(0, -1);
      assert.deepEqual(training.curve.slice(0, earlier.length), earlier);
    }
    assert.notEqual(run[0].training.written, "ello");
    assert.equal(run[run.length - 1].training.written, "ello");
  });

  for (const theme of themes) {
    test(`${theme}: what is shown has every moment, is small, and ends as the training does now`, async () => {
      assert.ok(statSync(shown(theme)).size < 1e6);
      assert.equal((await sharp(shown(theme)).metadata()).pages, filmSteps.length);
      const again = await film(run.slice(-2), theme);
      const grey = (picture: string | Buffer, page: number) => sharp(picture, { page }).greyscale().raw().toBuffer();
      const [saved, made] = [await grey(shown(theme), filmSteps.length - 1), await grey(again, 1)];
      assert.equal(saved.length, made.length);
      const apart = saved.reduce((sum, value, i) => sum + Math.abs(value - made[i]), 0) / saved.length;
      assert.ok(apart < 1, `${apart} of 255 grey levels`);
      const paper = made[0];
      assert.ok(theme === "dark" ? paper < 40 : paper > 250);
    });
  }

  test("README.md shows it in the reader's own light, with words for who sees none", () => {
    const readme = readFileSync(path.join(projectRoot, "README.md"), "utf8");
    const [picture = ""] = readme.match(/<picture>[\s\S]*?<\/picture>/) ?? [];
    assert.ok(picture.includes(`media="(prefers-color-scheme: dark)" srcset="${filmFile("dark")}"`));
    assert.ok(picture.includes(`src="${filmFile("light")}"`));
    assert.match(picture, /alt="[^"]{40,}"/);
  });
});
