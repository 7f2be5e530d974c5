// @ts-check

import { KERNEL } from "./setup/kernelspec.mjs";
import { command } from "./setup/mistake.mjs";
import { assertFree, explicitPort } from "./setup/port.mjs";
import { inProject, root } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { jupyterEnvironment, venvPython } from "./setup/venv.mjs";
import { setup } from "./setup.mjs";

const settings = [
  // The project, not only its notebooks: they link to the files of lib/.
  `--ServerApp.root_dir=${root}`,
  "--LabApp.default_url=/lab/tree/notebooks",
  `--MappingKernelManager.default_kernel_name=${KERNEL}`,
  `--KernelSpecManager.allowed_kernelspecs=${KERNEL}`,
  "--KernelSpecManager.ensure_native_kernel=False",
  // No questions about news or updates, and every cell drawn, not only those in view.
  `--LabApp.app_settings_dir=${inProject("scripts", "jupyterlab")}`,
  // No questions about being root in a container or about Ctrl-C.
  "--ServerApp.allow_root=True",
  "--ServerApp.answer_yes=True",
  "--Application.log_level=WARN",
];

await command(async () => {
  const own = process.argv.slice(2);
  const port = explicitPort(own);
  if (port !== undefined) await assertFree(port);
  await setup();
  const situational = [
    hasDisplay() ? [] : "--no-browser",
    port === undefined ? [] : "--ServerApp.port_retries=0",
  ].flat();
  return handOver(venvPython, ["-m", "jupyterlab", ...settings, ...situational, ...own], { env: jupyterEnvironment() });
});

function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
