// @ts-check
// What Jupyter starts for a notebook (see setup/kernelspec.mjs): brings dist/ up to date and serves the notebook's cells,
// compiled by tslab, in this one process, so that Jupyter's signals reach it.
// A Jupyter that was killed cannot end its kernels.
import "./endWithParent.cjs";
import { openChannels } from "./kernel/channels.mjs";
import { serve } from "./kernel/server.mjs";
import { warmUpWhileIdle } from "./kernel/warmUp.mjs";
import { build } from "./setup/build.mjs";
import { Mistake } from "./setup/mistake.mjs";
import { setup } from "./setup.mjs";

const [configPath] = process.argv.slice(2);

// An interrupt before a cell runs must not end the kernel.
process.on("SIGINT", () => {});
// A traceback must reach from deep in lib/ to the cell that called it, and name the lines that were written.
Error.stackTraceLimit = 50;
process.setSourceMapsEnabled(true);

const channels = openChannels(configPath);
// A lib/ that does not compile is said in the first cell, not answered with a dead kernel: tsc emits all the same.
const complaint = await setup([build]).catch((error) => {
  if (error instanceof Mistake) return error.message;
  throw error;
});
const kernel = serve(channels, { greeting: complaint ? `${complaint}\n` : "" });
void warmUpWhileIdle(kernel);
