// @ts-check
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { jupyterEnvironment } from "./setup/venv.mjs";
import { setup } from "./setup.mjs";

await command(async () => {
  await setup();
  const report = inProject("dist", "lib", "report", "startMain.js");
  return handOver(process.execPath, ["--enable-source-maps", report, ...process.argv.slice(2)], {
    env: jupyterEnvironment(),
  });
});
