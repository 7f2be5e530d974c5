import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
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
  diagrams: ["core", "cells", "view"],
  page: ["view", "diagrams"],
  models: ["core", "cells", "data", "train"],
  exercises: ["core", "cells", "view", "train", "analysis", "models"],
  lab: ["core", "cells", "data", "view", "train", "analysis", "models"],
  moments: ["core", "cells", "data", "view", "train", "analysis", "diagrams", "models"],
  experiments: ["core", "cells", "data", "view", "train", "analysis", "diagrams", "models", "lab"],
  networks: ["core", "cells", "data", "train", "analysis", "models", "lab", "experiments"],
  report: ["core", "data", "view", "diagrams", "page", "lab", "moments", "experiments"],
};
/** What takes the place of other files in a page, under their names: it knows what it replaces, and nothing knows it. */
const exchanged: Record<string, string> = JSON.parse(
  readFileSync(path.join(projectRoot, "lib", "package.json"), "utf8"),
).browser;

const lib = path.join(projectRoot, "lib");
const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const isInstead = (file: string): boolean => file.startsWith(`browser${path.sep}`);
const sources = files.filter((file) => !isInstead(file));
const code = (file: string): string => readFileSync(path.join(lib, file), "utf8");
const imports = (file: string): string[] =>
  [...code(file).matchAll(/\b(?:from|import\(?|require\(|resolve\()\s*"([^"]+)"/g)].map(([, target]) => target);

/** The files of lib/ that one of them imports, for their types or their values. */
function importedBy(file: string): string[] {
  const modules = imports(file).flatMap((name) => (name.startsWith(".") ? path.join(path.dirname(file), name) : []));
  return modules.flatMap((name) => [`${name}.ts`, path.join(name, "index.ts")]).filter((one) => sources.includes(one));
}

/** lib/'s own folders that files in `folder` import from. */
const foldersUsedIn = (folder: string): string[] => {
  const files = sources.filter((file) => layerOf(file) === folder);
  return [...new Set(files.flatMap(importedBy).map(layerOf))].filter((used) => used !== folder);
};
const layerOf = (file: string): string => file.split(path.sep)[0];

describe("lib/ keeps its layers", () => {
  for (const file of sources.filter((name) => name.includes(path.sep))) {
    test(file, () => {
      const folder = layerOf(file);
      assert.ok(folder in allowed, `lib/${folder} is in the rule`);
      for (const target of importedBy(file)) {
        assert.ok([folder, ...allowed[folder]].includes(layerOf(target)), `${file} imports ${target}`);
      }
    });
  }

  for (const [i, folder] of Object.keys(allowed).entries()) {
    test(`${folder} is allowed what it imports and no more, all of it above ${folder} in the rule`, () => {
      assert.deepEqual(foldersUsedIn(folder).sort(), [...allowed[folder]].sort());
      for (const used of allowed[folder]) assert.ok(Object.keys(allowed).indexOf(used) < i, used);
    });
  }
});

test("no files of lib/ import each other in a circle", () => {
  const edges = new Map(sources.map((file) => [file, importedBy(file)]));
  const reachedFrom = (file: string): ReadonlySet<string> => {
    const reached = new Set(edges.get(file));
    for (const one of reached) for (const next of edges.get(one)!) reached.add(next); // a set grows while it is walked
    return reached;
  };
  const reached = new Map(sources.map((file) => [file, reachedFrom(file)]));
  const circleOf = (file: string) =>
    sources.filter((other) => reached.get(file)!.has(other) && reached.get(other)!.has(file));
  const circles = sources.map((file) => circleOf(file).sort().join(", ")).filter(Boolean);
  assert.deepEqual([...new Set(circles)], []);
});

test("each file of lib/browser stands for the file of its name, as the list in lib/package.json says", () => {
  const listed = Object.entries(exchanged).map(([native, page]) => [native, page].map((name) => name.slice(2)));
  const instead = files.filter((file) => isInstead(file) && !file.endsWith(".d.ts"));
  assert.deepEqual(listed.map(([, page]) => page).sort(), instead.sort());
  for (const [native, page] of listed) {
    assert.ok(sources.includes(native), native);
    assert.equal(path.basename(page), path.basename(native));
  }
  assert.deepEqual(
    sources.filter((file) => imports(file).some((target) => target.includes("/browser/"))),
    [],
  );
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
  const own = sources.filter((file) =>
    /^core\/(compile|compileLoop|loadedGraphs|tree|tfErrors|tensorText|scratchFolder|owner|stop)\.ts$|^core\/graph\//.test(
      file,
    ),
  );
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
  const knowing = sources.filter((file) => file.startsWith("experiments") && plotly.test(code(file)));
  assert.deepEqual(knowing, []);
});

const experiments = path.join(lib, "experiments");
/** "1-basis", "1-basis/digitRows" */
const folders = readdirSync(experiments, { recursive: true, encoding: "utf8" }).filter((name) =>
  statSync(path.join(experiments, name)).isDirectory(),
);
/** The names of the files in one of them: "config" */
const filesIn = (folder: string): string[] =>
  sources.filter((file) => path.dirname(file) === path.join("experiments", folder)).map(nameOf);
const nameOf = (file: string): string => path.basename(file, ".ts");

/** A study has all of these, and as a rule a job besides. */
const partsOfStudy = ["config", "run", "figures", "findings", "claims"];
/** What else is in a section is a command, which a Main starts and which claims nothing. */
const isCommand = (folder: string): boolean => filesIn(folder).some((name) => name.endsWith("Main"));
const isStudy = (folder: string): boolean => folder.includes(path.sep) && !isCommand(folder);

describe("lib/experiments is the lecture", () => {
  for (const section of folders.filter((name) => !name.includes(path.sep) && name !== "shared")) {
    test(`${section} is called as its notebook`, () => {
      assert.ok(existsSync(path.join(projectRoot, "notebooks", `${section}.ipynb`)));
    });
  }

  for (const folder of folders.filter((name) => name.includes(path.sep))) {
    test(`${folder} is a study with all its parts, or a command with none of them`, () => {
      const [section, name, ...deeper] = folder.split(path.sep);
      assert.ok(section !== "shared" && deeper.length === 0, "in a section, and without folders of its own");
      const parts = [...partsOfStudy, "job"].filter((part) => filesIn(folder).includes(part));
      if (isCommand(folder)) assert.deepEqual([parts, filesIn(folder).includes(`${name}Main`)], [[], true]);
      else assert.deepEqual(parts.slice(0, 5), partsOfStudy);
    });
  }
});

describe("names", () => {
  test("no folder is called utils, helpers or common", () => {
    assert.deepEqual(
      sources.filter((file) => /(utils|helpers|common)/i.test(file)),
      [],
    );
  });

  test("a name that lib/ exports means one thing, be it a value or a type", () => {
    const declaration = /^export (?:async )?(?:function|class|const|type|interface|enum) (\w+)/gm;
    const names = (file: string) => new Set([...code(file).matchAll(declaration)].map(([, name]) => name));
    assert.deepEqual(repeated(sources.flatMap((file) => [...names(file)].map((name) => [name, file]))), []);
  });

  test("a file's name means one thing, and the parts of a study are in studies only; index is in any folder", () => {
    const ofStudies = sources.filter((file) => isStudy(path.relative("experiments", path.dirname(file))));
    const parts = ofStudies.filter((file) => [...partsOfStudy, "job"].includes(nameOf(file)));
    const others = sources.filter((file) => !parts.includes(file) && nameOf(file) !== "index");
    const one = new Map(parts.map((file) => [nameOf(file), file]));
    assert.deepEqual(repeated([...one, ...others.map((file) => [nameOf(file).toLowerCase(), file] as const)]), []);
  });
});

/** Of names and the files that they are in, those in more than one: "name: file, file". */
function repeated(names: readonly (readonly [name: string, file: string])[]): string[] {
  const files = new Map<string, string[]>();
  for (const [name, file] of names) files.set(name, [...(files.get(name) ?? []), file]);
  return [...files].flatMap(([name, all]) => (all.length > 1 ? `${name}: ${all.join(", ")}` : []));
}

test("dist/ is what lib/ compiles to: nothing is missing, nothing is left over", () => {
  const emitted = path.join(projectRoot, "dist", "lib");
  const modules = files.filter((file) => !file.endsWith(".d.ts")).map((file) => file.replace(/\.ts$/, ".js"));
  const missing = modules.filter((file) => !existsSync(path.join(emitted, file)));
  // readme.test.ts compiles a claim there for a moment.
  const found = readdirSync(emitted, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!readme-\d+)\.js$/.test(file),
  );
  assert.deepEqual([missing, found.filter((file) => !modules.includes(file))], [[], []]);
});
