// @ts-check
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { inProject } from "./project.mjs";

export const KERNEL = "lecture-lab";

const kernelJson = inProject(".venv", "share", "jupyter", "kernels", KERNEL, "kernel.json");

/** Its own stamp: the file is the fingerprint of what it says. @type {import("./step.mjs").Step} */
export const kernelspec = {
  name: "Jupyter kernel",
  stamp: kernelJson,
  result: join(dirname(kernelJson), "logo-svg.svg"),
  fingerprint: () => `${JSON.stringify(spec(), undefined, 2)}\n`,
  async install() {
    const folder = dirname(kernelJson);
    mkdirSync(folder, { recursive: true });
    copyFileSync(inProject("scripts", "kernelspec", "logo-svg.svg"), join(folder, "logo-svg.svg"));
  },
};

function spec() {
  return {
    argv: [process.execPath, "--enable-source-maps", inProject("scripts", "kernel.mjs"), "{connection_file}"],
    display_name: "TypeScript (lecture lab)",
    language: "typescript",
    // kernel/sockets.mjs hears it whatever the cell does.
    interrupt_mode: "message",
  };
}
