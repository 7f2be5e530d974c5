// @ts-check
// npm run hand-in -- notebooks/exercises/equations.ipynb: a student's notebook, the files beside it and its PDF, as a zip.
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { jupyterEnvironment } from "./setup/venv.mjs";
import { setup } from "./setup.mjs";

await command(async () => {
  await setup();
  const main = inProject("dist", "lib", "report", "handInMain.js");
  return handOver(process.execPath, ["--enable-source-maps", main, ...process.argv.slice(2)], {
    env: jupyterEnvironment(),
  });
});
