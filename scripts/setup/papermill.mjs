// @ts-check
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "./project.mjs";

const translator = inProject("scripts", "papermill");

/**
 * Whoever adds papermill to the virtual environment can run the notebooks with it: Python reads there where else to look
 * for packages. Its own stamp: the file is the fingerprint of what it says.
 * @type {import("./step.mjs").Step}
 */
export const papermill = {
  name: "TypeScript for papermill",
  get stamp() {
    const lib = inProject(".venv", "lib");
    const [python = "python3"] = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith("python")) : [];
    return join(lib, python, "site-packages", "lecture-lab.pth");
  },
  result: translator,
  fingerprint: () => `${translator}\n`,
  install: async () => {},
};
