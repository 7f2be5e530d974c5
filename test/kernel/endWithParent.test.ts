import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { anyEndsWithParent, nodeEndsWithParent, pythonEndsWithParent } from "../../lib/core/endWithParent";
import { projectRoot } from "../../lib/core/project";
import { everyMoment } from "../everyMoment";
import { inScripts } from "../scripts/project";
import { type Command, outlives } from "./outlives";
import { python } from "./python";

const timeout = 120_000;
const skip = process.platform === "linux" ? false : "reads /proc";

const signals = ["SIGTERM", "SIGHUP", "SIGKILL"] as const;

/** What a kernel may be at, in a cell; it writes the file `begun` when it is. */
const cells = {
  waits: "tell(); await new Promise(() => {});",
  spins: "tell(); for (;;);",
  "spins after a pause": "await 1; tell(); for (;;);",
  "waits for processes that train": `import { languageModel } from "../lib";
    process.env.LAB_KEEP = "off"; tell();
    await languageModel.run({ steps: 1_000_000, seeds: 2, evaluateEvery: 1000, hiddenSize: 8, batchSize: 4,
      windowLength: 8, heldOutWindows: 1, texts: 1, textLength: 20, temperatures: [1] });`,
};
type State = keyof typeof cells;

const awaited = (state: State) => (state.endsWith("train") ? /jobWorker/ : undefined);

const cell = (state: State, folder: string) =>
  `const tell = () => require("fs").writeFileSync(${JSON.stringify(path.join(folder, "begun"))}, "");\n${cells[state]}`;

function notebook(state: State, folder: string): string {
  const file = path.join(folder, "6-one.ipynb"); // of a section without records, of which npm start would run a job again
  const kernelspec = { name: "lecture-lab", display_name: "", language: "typescript" };
  const code = {
    ...{ cell_type: "code", id: "cell", metadata: {}, execution_count: null, outputs: [] },
    source: cell(state, folder),
  };
  writeFileSync(file, JSON.stringify({ cells: [code], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
  return file;
}

/** `npm run one` of a script that hands over to Node. */
function npm(
  folder: string,
  { args, options }: { readonly args: readonly string[]; readonly options?: object },
): Command {
  const command = `import { command } from "${inScripts("setup", "mistake.mjs")}";
    import { handOver } from "${inScripts("setup", "run.mjs")}";
    await command(() => handOver(process.execPath, ${JSON.stringify(args)}, ${JSON.stringify(options ?? {})}));`;
  writeFileSync(path.join(folder, "command.mjs"), command);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ scripts: { one: "exec node command.mjs" } }));
  return { program: "npm", args: ["run", "one"] };
}

/** As `npm start` does it, of a notebook of this state. */
function start(folder: string, state: State): Command {
  notebook(state, folder);
  const driver = `const { runCommand } = require("${projectRoot}/dist/lib/report/command.js");
    const { report } = require("${projectRoot}/dist/lib/report/report.js");
    const { parseOptions } = require("${projectRoot}/dist/lib/report/startOptions.js");
    const folders = { notebooksFolder: __dirname, reportFolder: __dirname + "/report" };
    require("fs").mkdirSync(folders.reportFolder);
    void runCommand((context) => report(parseOptions([]), { ...context, ...folders }));`;
  writeFileSync(path.join(folder, "driver.js"), driver);
  return { ...npm(folder, { args: [path.join(folder, "driver.js")] }), awaited: awaited(state) };
}

/** JupyterLab with two kernels: one is idle, the other in this state. */
function lab(folder: string, state: State): Command {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const asked = `http://127.0.0.1:${port}/api/kernels`;
  const ask = async (method: string) => {
    const answer = await fetch(asked, { method, headers: { Authorization: "token one" } }).catch(() => undefined);
    return answer?.ok ? ((await answer.json()) as { readonly id: string }) : undefined;
  };
  return {
    program: "npm",
    args: [
      "--prefix",
      projectRoot,
      "run",
      "lab",
      "--",
      "--no-browser",
      `--port=${port}`,
      "--IdentityProvider.token=one",
    ],
    async begin(env) {
      for (const end = Date.now() + 60_000; !(await ask("GET")) && Date.now() < end; ) {
        await new Promise((wait) => setTimeout(wait, 300));
      }
      await ask("POST");
      const { id } = (await ask("POST")) ?? assert.fail("JupyterLab starts no kernel");
      const run = `import sys; from jupyter_client import BlockingKernelClient as Client
client = Client(connection_file=sys.argv[1]); client.load_connection_file(); client.start_channels()
client.wait_for_ready(); client.execute(sys.argv[2])
client.stop_channels()`;
      const file = path.join(projectRoot, ".cache/jupyter/runtime", `kernel-${id}.json`);
      execFileSync(python, ["-c", run, file, cell(state, folder)], { env, stdio: "ignore", timeout: 60_000 });
    },
  };
}

const options = { timeout: 20 * timeout, skip, concurrency: 2 };

describe("nothing outlives what has started it", options, () => {
  for (const [i, signal] of signals.entries()) {
    let cases = 0;
    /** Of the cases with this signal, every third, so that each case has one signal; or all. */
    const once = (name: string, run: () => Promise<void>) => {
      if (everyMoment || cases++ % 3 === i) test(name, { timeout }, run);
    };
    for (const [victim, state] of [
      ["Jupyter", "waits"],
      ["Jupyter", "spins after a pause"],
      ["kernel", "waits for processes that train"],
    ] as const) {
      once(`${signal} to ${victim}, whose kernel ${state}`, () =>
        outlives(signal, victim, (folder) => ({
          program: python,
          args: ["-m", "jupyter", "execute", notebook(state, folder)],
          awaited: awaited(state),
        })),
      );
    }
    for (const [victim, state] of [
      ["npm", "spins"],
      ["command", "waits for processes that train"],
    ] as const) {
      once(`${signal} to ${victim} of npm start, whose kernel ${state}`, () =>
        outlives(signal, victim, (folder) => start(folder, state)),
      );
    }
    for (const victim of ["npm", "command"] as const) {
      once(`${signal} to ${victim} of npm run lab, whose kernels are idle and spin`, () =>
        outlives(signal, victim, (folder) => lab(folder, "spins")),
      );
    }
    for (const victim of ["npm", "command"] as const) {
      once(`${signal} to ${victim} of a test that has started a program which computes`, () =>
        outlives(signal, victim, (folder) => {
          const program = `require("fs").writeFileSync(${JSON.stringify(path.join(folder, "begun"))}, ""); for (;;);`;
          const file = path.join(folder, "one.test.js");
          writeFileSync(
            file,
            `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(program)}]);
            require("node:test").test("one", () => new Promise((resolve) => setTimeout(resolve, 1e6)));`,
          );
          return npm(folder, { args: ["--test", file], options: { endWith: "SIGKILL" } });
        }),
      );
    }
  }
});

describe("a program ends with a process of Node that is killed, whatever it computes", options, () => {
  const endless = {
    Node: [process.execPath, ...nodeEndsWithParent, "-e", "for (;;);"],
    Python: [python, ...pythonEndsWithParent, "endless.py"],
    "a module of Python": [python, ...pythonEndsWithParent, "-m", "endless"],
    "any other": ["sh", ...anyEndsWithParent, "sh", "-c", "while :; do :; done"],
  };
  for (const [kind, [program, ...args]] of Object.entries(endless)) {
    test(kind, { timeout }, () =>
      outlives("SIGKILL", "parent", (folder) => {
        writeFileSync(path.join(folder, "endless.py"), "while True: pass");
        const parent = `require("child_process").spawn(${JSON.stringify(program)}, ${JSON.stringify(args)});
          setTimeout(() => require("fs").writeFileSync("begun", ""), 1500); setInterval(() => {}, 1e6);`;
        return { program: process.execPath, args: ["-e", parent, "parent"] };
      }),
    );
  }
});
