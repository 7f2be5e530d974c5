import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../../lib/core/project";
import { rivalsPython } from "../bench/contestants";

const hasTorch = (python: string | undefined): python is string =>
  python !== undefined &&
  existsSync(python) &&
  spawnSync(python, ["-c", "import torch, safetensors.torch"], { stdio: "ignore" }).status === 0;

/** A Python with torch and safetensors: the one that LAB_TORCH_PYTHON names, the project's own, or the benchmarks'. */
export const torchPython = [
  process.env.LAB_TORCH_PYTHON,
  path.join(projectRoot, ".venv", "bin", "python"),
  rivalsPython,
].find(hasTorch);

/** Why a test that needs it is skipped; false where it is not. */
export const withoutTorch = torchPython ? false : "no Python with torch and safetensors; LAB_TORCH_PYTHON names one";
