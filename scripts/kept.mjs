// @ts-check
// npm run kept: what notebooks have computed and is kept, and how to free it.
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

await command(async () => {
  await setup();
  const kept = inProject("dist", "lib", "lab", "keptMain.js");
  return handOver(process.execPath, ["--enable-source-maps", kept, ...process.argv.slice(2)]);
});
