// @ts-check
// What Jupyter starts for a notebook (see setup/kernelspec.mjs): brings dist/ up to date, then becomes tslab's kernel, in
// this same process, so that Jupyter's signals reach it.
import { createRequire } from "node:module";
import { build } from "./setup/build.mjs";
import { Mistake } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { setup } from "./setup.mjs";
import { warmUpWhileIdle } from "./warmUp.mjs";

const [configPath] = process.argv.slice(2);
const require = createRequire(import.meta.url);

// tslab resolves a notebook's imports from the working directory, wherever Jupyter was started.
process.chdir(inProject("notebooks"));
// An interrupt before tslab listens must not end the kernel.
process.on("SIGINT", () => {});
endWithParent();

// A lib/ that does not compile is said in the first cell, not answered with a dead kernel: tsc emits all the same.
const complaint = await setup([build]).catch((error) => {
  if (error instanceof Mistake) return error.message;
  throw error;
});
const { JupyterHandlerImpl } = require("tslab/dist/jupyter.js");
if (complaint) sayInFirstCell(complaint);
warmUpWhileIdle();
require("tslab/dist/main.js").startKernel({ configPath, enableFindLocal: false });

/** A Jupyter that was killed cannot end its kernels. */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(), 2000).unref();
}

/** @param {string} text */
function sayInFirstCell(text) {
  const { handleExecute } = JupyterHandlerImpl.prototype;
  /** @type {typeof handleExecute} */
  JupyterHandlerImpl.prototype.handleExecute = function (request, writeStream, writeDisplayData) {
    JupyterHandlerImpl.prototype.handleExecute = handleExecute;
    writeStream("stderr", `${text}\n`);
    return handleExecute.call(this, request, writeStream, writeDisplayData);
  };
}
