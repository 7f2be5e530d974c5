import path from "node:path";
import { projectRoot } from "../core/project";
import { writeWhole } from "../core/writeWhole";
import { runCommand } from "./command";
import { film, filmFile, filmRun } from "./film";

// `npm run film`
void runCommand(async ({ print, signal }) => {
  const run = await filmRun(signal);
  for (const theme of ["light", "dark"] as const) {
    signal.throwIfAborted();
    const picture = await film(run, theme);
    writeWhole(path.join(projectRoot, filmFile(theme)), picture);
    print(`${filmFile(theme)}: ${run.length} moments of one training, ${(picture.length / 1e6).toFixed(2)} MB\n`);
  }
  return true;
});
