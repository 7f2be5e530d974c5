// @ts-check
import { fileURLToPath } from "node:url";
import { build } from "./setup/build.mjs";
import { kernelspec } from "./setup/kernelspec.mjs";
import { exclusively } from "./setup/lock.mjs";
import { asMistake, command } from "./setup/mistake.mjs";
import { nbconvert } from "./setup/nbconvert.mjs";
import { npmPackages } from "./setup/packages.mjs";
import { pages } from "./setup/pages.mjs";
import { papermill } from "./setup/papermill.mjs";
import { preflight } from "./setup/preflight.mjs";
import { isPending, perform } from "./setup/step.mjs";
import { tensorflow } from "./setup/tensorflow.mjs";
import { pythonEnvironment } from "./setup/venv.mjs";

const everything = [pythonEnvironment, kernelspec, papermill, nbconvert, npmPackages, ...tensorflow, build, pages];

/** Brings the project to where every command works; silent when it is there already. */
export async function setup(steps = everything) {
  preflight(steps.filter(isPending));
  if (!steps.some(isPending)) return;
  await exclusively(async () => {
    // Asked again: another set-up may have done it while this one waited, and one step's work can undo a later one's.
    for (const step of steps) if (isPending(step)) await perform(step);
  }).catch((error) => Promise.reject(asMistake(error)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await command(() => setup());
