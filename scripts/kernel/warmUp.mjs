// @ts-check
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { inProject } from "../setup/project.mjs";

const require = createRequire(import.meta.url);

/** A front end that runs its first cell at once has sent it by then. */
const PAUSE = 500; // ms

/**
 * Has the kernel load what every notebook needs (the compiler, the types of lib/, lib/ with TensorFlow, plotly) while its
 * reader still reads. One thing after the other, with pauses, and only until the first cell comes, which then loads the
 * rest itself: side by side on two cores they would delay it.
 * @param {{ asked: Promise<void>, cells: () => import("./cells.mjs").Cells, count: () => number,
 *   undisturbed: import("./channels.mjs").Channels["undisturbed"] }} kernel
 */
export async function warmUpWhileIdle({ asked, cells, count, undisturbed }) {
  await asked;
  const code = 'import { show } from "../lib"; show';
  const loads = [
    () => cells(),
    () => cells().inspect(code, code.length),
    () => undisturbed(() => require(inProject("lib"))),
    () => undisturbed(() => require(inProject("dist", "lib", "view", "staticImage.js")).warmUp()),
  ];
  try {
    for (const load of loads) {
      if (count() > 0) return;
      load();
      await sleep(PAUSE, undefined, { ref: false });
    }
  } catch {
    // The first cell meets it again, and says so where it is read.
  }
}
