import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import type { Notebook } from "../../lib/report/ipynb";
import { exercisesFolder, filled } from "../exercises/exerciseNotebook";
import { solutions } from "../exercises/solutions";

const venv = path.join(projectRoot, ".venv");
const nbgrader = process.env.NBGRADER ?? path.join(venv, "bin", "nbgrader");
const skip = existsSync(nbgrader)
  ? false
  : "needs nbgrader: .venv/bin/pip install nbgrader==0.9.6, or name one in NBGRADER";

const byFunction = Object.fromEntries(Object.values(solutions).map(({ name, lines }) => [name, lines]));

/** What students hand in, from what was released. */
const submissions: Readonly<Record<string, (released: Notebook) => Notebook>> = {
  right: (released) => filled(released, (name) => byFunction[name]),
  wrong: (released) => filled(released, (name) => byFunction[name] && "return { h: 1 };"),
  forgetful: (released) =>
    filled(released, (name) => (name === "lstmStep" ? byFunction[name].replace(".add(b)", "") : byFunction[name])),
  endless(released) {
    const { cells } = filled(released, (name) => (name === "gruStep" ? "for (;;);" : byFunction[name]));
    const loop = {
      cell_type: "code",
      source: "for (;;);",
      outputs: [],
      metadata: {},
      id: "loop",
      execution_count: null,
    };
    return { ...released, cells: [...cells.slice(0, 4), loop, ...cells.slice(4)] };
  },
  copied(released) {
    const { cells } = submissions.right(released);
    return { ...released, cells: [...cells, { ...cells[cells.length - 1], id: "copy" } as Notebook["cells"][number]] };
  },
};

describe("nbgrader releases, grades and explains the exercises", { skip }, () => {
  const course = mkdtempSync(path.join(tmpdir(), "course-"));
  const folder = path.join(course, "notebooks", "exercises");
  let said = "";
  let scores: Readonly<Record<string, number>> = {};

  /** As a lecturer calls it; what it says. */
  function run(command: string, expected = 0): string {
    const { status, stdout, stderr } = spawnSync(nbgrader, command.split(" "), {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${path.dirname(nbgrader)}:${process.env.PATH}`,
        JUPYTER_PATH: path.join(venv, "share", "jupyter"),
      },
    });
    assert.equal(status, expected, `${command}\n${stdout}${stderr}`);
    return `${stdout}${stderr}`;
  }

  before(() => {
    cpSync(exercisesFolder, folder, { recursive: true });
    run("generate_assignment exercises");
    const release = path.join(course, "grading", "release", "exercises", "equations.ipynb");
    const released: Notebook = JSON.parse(readFileSync(release, "utf8"));
    for (const [student, handIn] of Object.entries(submissions)) {
      const own = path.join(course, "grading", "submitted", student, "exercises");
      mkdirSync(own, { recursive: true });
      writeFileSync(path.join(own, "equations.ipynb"), JSON.stringify(handIn(released)));
    }
    said = run("autograde exercises --Execute.timeout=20");
    run("generate_feedback exercises");
    run(`export --to ${path.join(course, "grades.csv")}`);
    const [header, ...rows] = readFileSync(path.join(course, "grades.csv"), "utf8").trim().split("\n");
    const column = (name: string) => header.trim().split(",").indexOf(name);
    scores = Object.fromEntries(
      rows.map((row) => row.split(",")).map((row) => [row[column("student_id")], Number(row[column("raw_score")])]),
    );
  });
  after(() => rmSync(course, { recursive: true, force: true }));

  test("a release has frames and no solution", () => {
    const text = readFileSync(path.join(course, "grading", "release", "exercises", "equations.ipynb"), "utf8");
    assert.equal(text.match(/Write the equation here\.\\n/g)?.length, Object.keys(solutions).length);
    assert.doesNotMatch(text, /(BEGIN|END) SOLUTION/);
    assert.ok(!existsSync(path.join(course, "grading", "release", "exercises", "nbgrader_config.py")));
  });

  test("right gets all points and wrong none; a mistake, and a loop that never ends, cost their own point", () => {
    const all = Object.keys(solutions).length;
    assert.deepEqual(scores, { right: all, wrong: 0, forgetful: all - 1, endless: all - 1, copied: all });
  });

  test("a copied cell is named, and counts once", () => {
    assert.match(said, /Cell with id 'gru-points' exists multiple times!/);
    assert.match(said, /The copy is an ordinary cell now, and gives no points\./);
  });

  test("feedback has the sentence that names the mistake", () => {
    const feedback = (student: string) =>
      readFileSync(path.join(course, "grading", "feedback", student, "exercises", "equations.html"), "utf8");
    // Not `match`, which would show all of a page.
    assert.ok(feedback("forgetful").includes("LSTM: not yet. The bias b is missing."));
    assert.ok(feedback("endless").includes("GRU: not yet. Your function had not ended after 10 s"));
    assert.ok(!feedback("right").includes(": not yet."));
  });

  test("a cell whose id is there twice is refused in the source", () => {
    const file = path.join(folder, "equations.ipynb");
    const notebook: Notebook = JSON.parse(readFileSync(file, "utf8"));
    const twice = { ...notebook, cells: [...notebook.cells, notebook.cells[notebook.cells.length - 1]] };
    writeFileSync(file, JSON.stringify(twice));
    assert.match(run("generate_assignment exercises --force", 1), /Duplicate grade id: gru-points/);
  });
});
