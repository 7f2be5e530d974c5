import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { everyMoment } from "../everyMoment";
import { scratchLab } from "../report/scratch";
import { python, without } from "./python";

const timeout = 1_800_000;

interface Failing {
  /** The second cell of four. */
  readonly cell: string;
  /** What is said of it. */
  readonly says: RegExp;
}

const boom = 'throw new Error("boom");';
const place = /Cell \[2\], line 1\b[\s\S]*boom/;
const failures: Record<string, Failing> = {
  "11-throws": { cell: boom, says: place },
  "12-type-error": { cell: 'const n: number = "boom";', says: place },
  "13-promise": { cell: `async function f() { ${boom} } f();`, says: place },
  "14-promise-that-never-ends": { cell: `await new Promise(async () => { ${boom} });`, says: place },
  "15-later": { cell: `setTimeout(() => { ${boom} }, 400);`, says: place },
  "16-process-exit": { cell: "process.exit(0); // boom", says: place },
  "17-process-exit-later": {
    cell: "await new Promise(() => setTimeout(() => process.exit(0), 10)); // boom",
    says: place,
  },
  "18-thread": {
    cell: `const { Worker } = require("node:worker_threads"); new Worker('${boom}', { eval: true }); await new Promise(() => {});`,
    says: /Cell \[2\][\s\S]*boom/,
  },
  // Nobody is left who could say more.
  "19-killed": { cell: 'process.kill(process.pid, "SIGKILL"); await 1;', says: /kernel died/i },
};
const passes = "20-passes";

const cells = ({ cell }: Failing) => [
  "const first = 1;",
  cell,
  "await new Promise((resolve) => setTimeout(resolve, 800));",
  'console.log("reached");',
];

interface Said {
  readonly code: number;
  readonly text: string;
}

describe("every front end hears every failure, and where it is", { timeout, skip: without("nbclient") }, () => {
  const ends: (() => void)[] = [];
  let lab: ReturnType<typeof scratchLab>;
  before(() => {
    const notebooks = Object.entries(failures).map(([name, failing]) => [name, cells(failing)]);
    lab = scratchLab(
      { after: (end) => void ends.push(end as () => void) },
      {
        ...Object.fromEntries(notebooks),
        [passes]: cells({ cell: "const second = 2;", says: /./ }),
      },
    );
  });
  // Which kernel runs them, the other tools read in the file.
  const kernelspec = { name: "lecture-lab", language: "typescript", display_name: "TypeScript" };
  before(() => {
    for (const name of [...Object.keys(failures), passes]) {
      const file = lab.file(`notebooks/${name}.ipynb`);
      const notebook = JSON.parse(readFileSync(file, "utf8"));
      writeFileSync(file, JSON.stringify({ ...notebook, metadata: { kernelspec } }));
    }
  });
  after(() => {
    for (const end of ends) end();
  });

  const tools: Record<string, (file: string, name: string) => readonly string[]> = {
    nbconvert: (file, name) => ["jupyter", "nbconvert", "--execute", "--to", "notebook", "--output", `${name}-c`, file],
    papermill: (file, name) => ["papermill", "-k", "lecture-lab", file, lab.file(`${name}-p.ipynb`)],
    nbmake: (file) => ["pytest", "--nbmake", "-p", "no:cacheprovider", file],
  };
  for (const [i, [tool, command]] of Object.entries(tools).entries()) {
    test(tool, { skip: without(tool) }, async () => {
      // npm start hears all of them; each of the others hears a third, unless all is asked for.
      const heard = Object.keys(failures).filter((_, k) => everyMoment || k % 3 === i);
      const queue = [...heard, passes];
      const hear = async () => {
        for (let name = queue.shift(); name; name = queue.shift()) {
          const { code, text } = await run(command(lab.file(`notebooks/${name}.ipynb`), name));
          if (name === passes) assert.equal(code, 0, text);
          else {
            assert.notEqual(code, 0, `${name}: ${text}`);
            assert.match(text, failures[name].says, name);
          }
        }
      };
      await Promise.all([hear(), hear()]);
    });
  }

  test("npm start", async () => {
    assert.equal(await lab.run(), false);
    for (const part of lab.printed().split(/^(?=\S+ \(default)/m)) {
      const [, name] = part.match(/^(\d+-\S+) \(/) ?? [];
      if (!(name in failures)) continue;
      assert.match(part, new RegExp(`FAILED: ${name}.ipynb, cell ${name === "15-later" ? 3 : 2} \\(`));
      assert.match(part, failures[name].says, name);
    }
    const failed = lab.printed().match(/^ {2}FAILED: \S+(?=\.ipynb)/gm) ?? [];
    assert.deepEqual(failed.map((line) => line.trim().slice("FAILED: ".length)).sort(), Object.keys(failures).sort());
  });
});

function run(command: readonly string[]): Promise<Said> {
  const env = { ...process.env, NO_COLOR: "1", PATH: `${projectRoot}/.venv/bin:${process.env.PATH}` };
  return new Promise((resolve) => {
    execFile(python, ["-m", ...command], { env, cwd: projectRoot, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours start with the escape character.
      const text = (stdout + stderr).replace(/\u001b\[[\d;]*m/g, "");
      resolve({ code: error ? Number(error.code ?? -1) : 0, text });
    });
  });
}
