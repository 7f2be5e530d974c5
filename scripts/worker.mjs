// @ts-check
// npm run worker: runs jobs that notebooks anywhere put into a queue (LAB_QUEUE).
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

await command(async () => {
  await setup();
  const worker = inProject("dist", "lib", "experiments", "workerMain.js");
  return handOver(process.execPath, ["--enable-source-maps", worker, ...process.argv.slice(2)]);
});
