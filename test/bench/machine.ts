import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import path from "node:path";
import { projectRoot } from "../../lib/core/project";
import { hasRivals, rivalsPython } from "./contestants";

/** What the numbers depend on. */
export function machine() {
  return {
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    versions: { node: process.versions.node, ...tensorflowVersions(), ...(hasRivals ? pythonVersions() : {}) },
  };
}
export type Machine = ReturnType<typeof machine>;

/** By a program of its own: TensorFlow's threads have no business in the harness. */
const tensorflowVersions = () =>
  versions(process.execPath, [path.join(projectRoot, "dist", "lib", "report", "versions.js")]);

const pythonVersions = () =>
  versions(rivalsPython, [
    "-c",
    "import json, numpy, platform, torch\n" +
      'print(json.dumps({"python": platform.python_version(), "torch": torch.__version__, "numpy": numpy.__version__}))',
  ]);

const versions = (program: string, args: string[]) =>
  JSON.parse(execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as Record<
    string,
    string
  >;
