// @ts-check
import { spawnSync } from "node:child_process";

/** @typedef {{ path: string, version: [number, number], hasVenv: boolean }} Python */

export const OLDEST_PYTHON = /** @type {const} */ ([3, 10]);

const PROBE = `
import importlib.util as u, json, sys
print(json.dumps([sys.executable, sys.version_info[:2], bool(u.find_spec("venv") and u.find_spec("ensurepip"))]))
`;

/** The first Python that will do; else the first at all, for the complaint; else nothing. */
export function findPython() {
  const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
  const found = (process.env.PYTHON ? [process.env.PYTHON] : names).map(probe).filter((python) => python !== undefined);
  return found.find((python) => isNewEnough(python) && python.hasVenv) ?? found.find(isNewEnough) ?? found[0];
}

/** @param {Pick<Python, "version">} python */
export function isNewEnough({ version: [major, minor] }) {
  return major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]);
}

/** @param {string} program @returns {Python | undefined} */
function probe(program) {
  const { status, stdout } = spawnSync(program, ["-c", PROBE], { encoding: "utf8" });
  if (status !== 0) return undefined;
  const [path, version, hasVenv] = JSON.parse(stdout);
  return { path, version, hasVenv };
}
