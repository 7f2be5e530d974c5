import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../../lib/core/project";

/** A kernel whose reader reads for five seconds, then runs the import cell and the one that trains, as JupyterLab would. */
const reader = `
import json, sys, time
import nbformat
from jupyter_client.manager import start_new_kernel

notebook = nbformat.read(sys.argv[1], as_version=4)
imports, training = [cell.source for cell in notebook.cells if cell.cell_type == "code"][:2]
manager, client = start_new_kernel(kernel_name="lecture-lab", cwd=sys.argv[2])
try:
    time.sleep(5)
    start = time.perf_counter()
    client.execute_interactive(imports, timeout=120)
    imported = time.perf_counter()
    client.execute(training)
    while "image/png" not in client.get_iopub_msg(timeout=120)["content"].get("data", {}):
        pass
    print(json.dumps({"importSeconds": imported - start, "firstPlotSeconds": time.perf_counter() - start}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
`;

/** From "Run" to the end of the import cell, and to the first picture of the loss, in notebook 2.1. */
export async function kernelLatency(): Promise<{ importSeconds: number; firstPlotSeconds: number }> {
  const notebooks = path.join(projectRoot, "notebooks");
  const notebook = path.join(notebooks, "2.1-character-language-model.ipynb");
  const python = path.join(projectRoot, ".venv", "bin", "python");
  const env = { ...process.env, LAB_PRESET: "smoke", LAB_KEEP: "off" };
  const { stdout } = await promisify(execFile)(python, ["-c", reader, notebook, notebooks], { env });
  return JSON.parse(stdout);
}
