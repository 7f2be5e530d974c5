// @ts-check
// npm run film: the moving picture at the top of README.md, made anew from a training.
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

await command(async () => {
  await setup();
  const film = inProject("dist", "lib", "report", "filmMain.js");
  return handOver(process.execPath, ["--enable-source-maps", film, ...process.argv.slice(2)]);
});
