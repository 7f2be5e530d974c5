// @ts-check
import { readFileSync } from "node:fs";
import { inProject, root, sha256 } from "./project.mjs";
import { findPython } from "./python.mjs";
import { run } from "./run.mjs";

const requirements = inProject("scripts", "requirements.txt");
const constraints = inProject("scripts", "constraints.txt");
export const venv = inProject(".venv");
export const venvPython = inProject(".venv", "bin", "python");

/** @type {import("./step.mjs").Step} */
export const pythonEnvironment = {
  name: "Python environment with JupyterLab (.venv)",
  stamp: inProject(".venv", "lecture-lab.stamp"),
  // A link to the Python it was made with: gone when that Python is.
  result: venvPython,
  disk: 500,
  needsPython: true,
  // With the place, because the scripts of a virtual environment name it: one that was moved is made again.
  fingerprint: () => sha256(root, readFileSync(requirements), readFileSync(constraints)),
  async install() {
    await run(findPython()?.path ?? "python3", ["-m", "venv", "--clear", venv]);
    await run(venvPython, ["-m", "pip", "install", "--quiet", "-r", requirements, "-c", constraints]);
  },
};

/**
 * The environment for JupyterLab and its tools: what the project installed and nothing from the user's own Jupyter,
 * whose settings, kernels or signatures could be broken or be broken by us.
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function jupyterEnvironment(environment = process.env) {
  const { PYTHONPATH, PYTHONHOME, JUPYTER_PATH, JUPYTER_CONFIG_PATH, ...rest } = environment;
  return {
    ...rest,
    JUPYTER_PREFER_ENV_PATH: "1",
    JUPYTER_CONFIG_DIR: inProject(".cache", "jupyter", "config"),
    JUPYTER_DATA_DIR: inProject(".cache", "jupyter", "data"),
    JUPYTER_RUNTIME_DIR: inProject(".cache", "jupyter", "runtime"),
    IPYTHONDIR: inProject(".cache", "jupyter", "ipython"),
  };
}
