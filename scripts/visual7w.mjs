// @ts-check
// npm run visual7w: Visual7W's own questions, by its protocol and in its results format.
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

await command(async () => {
  await setup();
  const visual7w = inProject(
    "dist",
    "lib",
    "experiments",
    "3.3-visual-question-answering",
    "visual7w",
    "visual7wMain.js",
  );
  return handOver(process.execPath, ["--enable-source-maps", visual7w, ...process.argv.slice(2)]);
});
