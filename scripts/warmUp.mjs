// @ts-check
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { inProject } from "./setup/project.mjs";

const require = createRequire(import.meta.url);

/** A front end that runs its first cell at once has sent it by then. */
const PAUSE = 500; // ms

/**
 * What a kernel's handler of messages has: the number of cells that ran, and their compiler.
 * @typedef {{ execCount: number, executor: { inspect(code: string, position: number): unknown } }} Kernel
 */

/**
 * Has the kernel load what every notebook needs (the types of lib/, lib/ with TensorFlow, plotly) while its reader still
 * reads. One thing after the other, with pauses, and only until the first cell comes, which then loads the rest itself:
 * side by side on two cores they would delay it.
 */
export function warmUpWhileIdle() {
  const { JupyterHandlerImpl } = require("tslab/dist/jupyter.js");
  const { handleKernel } = JupyterHandlerImpl.prototype;
  // Asked for by every front end, once the kernel listens.
  JupyterHandlerImpl.prototype.handleKernel = function () {
    JupyterHandlerImpl.prototype.handleKernel = handleKernel;
    void warmUp(/** @type {Kernel} */ (/** @type {unknown} */ (this))); // tslab's types keep both private
    return handleKernel.call(this);
  };
}

/** @param {Kernel} kernel */
async function warmUp(kernel) {
  const code = 'import { show } from "../lib"; show';
  const loads = [
    () => kernel.executor.inspect(code, code.length),
    () => require(inProject("lib")),
    () => require(inProject("dist", "lib", "view", "staticImage.js")).warmUp(),
  ];
  try {
    for (const load of loads) {
      await sleep(PAUSE, undefined, { ref: false });
      if (kernel.execCount > 0) return;
      load();
    }
  } catch {
    // The first cell meets it again, and says so where it is read.
  }
}
