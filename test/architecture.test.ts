import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { projectRoot } from "../lib/core/project";

/** Each folder may import itself and the folders listed here. */
const allowed: Record<string, readonly string[]> = {
  core: [],
  cells: ["core"],
  data: ["core"],
  view: ["core"],
  train: ["core", "cells"],
  analysis: ["core", "cells"],
  models: ["core", "cells", "train"],
  experiments: ["core", "cells", "data", "view", "train", "analysis", "models"],
  report: ["experiments", "data", "view", "core"],
};

const lib = path.join(projectRoot, "lib");
const sources = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const code = (file: string): string => readFileSync(path.join(lib, file), "utf8");
const imports = (file: string): string[] =>
  [...code(file).matchAll(/(?:from|import\(|require\(|resolve\()\s*"([^"]+)"/g)].map(([, target]) => target);

describe("lib/ keeps its layers", () => {
  for (const file of sources.filter((name) => name.includes(path.sep))) {
    test(file, () => {
      const [folder] = file.split(path.sep);
      assert.ok(folder in allowed, `lib/${folder} is in the rule`);
      for (const target of imports(file).filter((name) => name.startsWith("."))) {
        const [into] = path.relative(lib, path.resolve(lib, path.dirname(file), target)).split(path.sep);
        assert.ok([folder, ...allowed[folder]].includes(into), `${file} imports ${target}`);
      }
    });
  }
});

describe("one door each", () => {
  const doors: Record<string, string> = {
    "@tensorflow/": path.join("core", "tf.ts"),
    tslab: path.join("view", "notebook.ts"),
  };
  for (const [name, door] of Object.entries(doors)) {
    test(`${name} is named in ${door} only`, () => {
      const naming = sources.filter((file) => imports(file).some((target) => target.startsWith(name)));
      assert.deepEqual(naming, [door]);
    });
  }
});

test("compile knows nothing of the lab: it could be a package of its own", () => {
  const own = sources.filter((file) => /^core\/(compile|tree)\.ts$|^core\/graph\//.test(file));
  const known = own.map((file) => path.join(path.dirname(file), path.basename(file, ".ts")));
  for (const file of own) {
    const targets = imports(file).filter((name) => name.startsWith("."));
    const resolved = targets.map((name) => path.join(path.dirname(file), name));
    const foreign = resolved.filter((name) => ![...known, "core/tf", "core/errors"].includes(name));
    assert.deepEqual(foreign, [], file);
  }
});

test("an experiment's figure is built by lib/view: no experiment knows Plotly's layout or writes a trace", () => {
  const plotly = /\b[xy]axis\d*\b|\blayout\b|\bannotations\b|(?<!\.)\bshapes\b|type: "(scatter|bar|heatmap)"/;
  const experiments = sources.filter((file) => file.startsWith("experiments"));
  assert.deepEqual(
    experiments.filter((file) => plotly.test(code(file))),
    [],
  );
});

describe("names", () => {
  test("no folder is called utils, helpers or common", () => {
    assert.deepEqual(
      sources.filter((file) => /(utils|helpers|common)/i.test(file)),
      [],
    );
  });
});

test("dist/ is what lib/ compiles to: nothing is missing, nothing is left over", () => {
  const emitted = path.join(projectRoot, "dist", "lib");
  const modules = sources.filter((file) => !file.endsWith(".d.ts")).map((file) => file.replace(/\.ts$/, ".js"));
  const missing = modules.filter((file) => !existsSync(path.join(emitted, file)));
  const found = readdirSync(emitted, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  assert.deepEqual([missing, found.filter((file) => !modules.includes(file))], [[], []]);
});
