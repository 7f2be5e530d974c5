import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { projectRoot } from "../lib/core/project";
import type { JudgedClaim } from "../lib/report/ledger";
import { everyMoment } from "./everyMoment";
import { output } from "./scripts/project";

/** What is no warning of Node's: TensorFlow's own two lines as it is loaded. */
const said = (stderr: string) =>
  stderr.split("\n").filter((line) => /warning|deprecat/i.test(line) && !/absl/.test(line));

describe("the newest Node there is", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "newest-node-"));
  // Its own, set up with that Node, takes minutes; otherwise what was set up with this one must load in that one.
  const project = everyMoment ? path.join(folder, "lab") : projectRoot;
  const node = path.join(folder, "node_modules", "node", "bin", "node");
  let lacks = "";
  // npm, too, is run by the Node that comes first.
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${path.dirname(node)}:${process.env.PATH}`, LAB_KEEP: "off" };
  delete env.npm_execpath;

  before(async () => {
    const install = ["install", "--no-save", "--no-ignore-scripts", "--no-audit", "--fetch-retries=1", "node@latest"];
    const { code, stderr } = await output("npm", install, { cwd: folder });
    if (code !== 0) {
      lacks = `npm has no newer Node here: ${stderr.trim().split("\n")[0]}`;
      return;
    }
    if (!everyMoment) return;
    const { stdout } = await output("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    for (const file of stdout.split("\0").filter(Boolean))
      cpSync(path.join(projectRoot, file), path.join(project, file), { force: true });
    // What no Node has a part in is not made again: Python's packages and TensorFlow's library.
    await output("cp", ["-a", path.join(projectRoot, ".venv"), project]);
    mkdirSync(path.join(project, ".cache"));
    symlinkSync(path.join(projectRoot, ".cache", "libtensorflow"), path.join(project, ".cache", "libtensorflow"));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const skip = everyMoment ? false : "with LAB_EVERY_MOMENT=1";
  test("the set-up and a notebook, without a warning", { skip }, async (t) => {
    if (lacks) return t.skip(lacks);
    const setup = await output(node, ["scripts/setup.mjs"], { cwd: project, env });
    assert.equal(setup.code, 0, setup.stderr);
    assert.deepEqual(said(setup.stderr), []);
    const { code, stdout, stderr } = await output(node, ["scripts/start.mjs", "2.2", "--preset", "smoke"], {
      cwd: project,
      env,
    });
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual(said(stderr), []);
    const claims: JudgedClaim[] = JSON.parse(readFileSync(path.join(project, "report", "claims.json"), "utf8"));
    assert.ok(claims.length > 0);
    // The notebook's kernel was of this Node, too.
    const spec = path.join(project, ".venv", "share", "jupyter", "kernels", "lecture-lab", "kernel.json");
    assert.equal(JSON.parse(readFileSync(spec, "utf8")).argv[0], node);
  });

  for (const packageName of ["sharp", "tslab", "zeromq"])
    test(`${packageName} loads without a warning`, async (t) => {
      if (lacks) return t.skip(lacks);
      const found = `require(require.resolve(${JSON.stringify(packageName)}, { paths: ["node_modules/tslab", "."] }))`;
      assert.deepEqual(await output(node, ["-e", found], { cwd: project, env }), { code: 0, stdout: "", stderr: "" });
    });
});
