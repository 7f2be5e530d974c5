import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../../lib/core/project";

export const python = path.join(projectRoot, ".venv", "bin", "python");

export const has = (module: string): boolean =>
  existsSync(python) && spawnSync(python, ["-c", `import ${module}`], { stdio: "ignore" }).status === 0;

/** Why a test is skipped, where it is. */
export const without = (module: string): string | false =>
  has(module) ? false : `needs ${module}: .venv/bin/pip install -r test/kernel/requirements.txt`;
