// @ts-check
// npm run train-networks: how the networks that ship with the lab are made.
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

await command(async () => {
  await setup();
  const networks = inProject("dist", "lib", "networks", "networksMain.js");
  return handOver(process.execPath, ["--enable-source-maps", networks, ...process.argv.slice(2)]);
});
