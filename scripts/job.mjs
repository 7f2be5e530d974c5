// @ts-check
// npm run job: runs one job of a plan.
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

await command(async () => {
  await setup();
  const batch = inProject("dist", "lib", "experiments", "batchMain.js");
  return handOver(process.execPath, ["--enable-source-maps", batch, "job", ...process.argv.slice(2)]);
});
