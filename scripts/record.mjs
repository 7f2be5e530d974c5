// @ts-check
// npm run record: runs studies at their lecture size and records the results, checks records, lists them.
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

await command(async () => {
  await setup();
  const record = inProject("dist", "lib", "experiments", "recordMain.js");
  return handOver(process.execPath, ["--enable-source-maps", record, ...process.argv.slice(2)]);
});
