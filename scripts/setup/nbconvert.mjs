// @ts-check
import { inProject } from "./project.mjs";

const settings = inProject(".venv", "etc", "jupyter", "jupyter_nbconvert_config.json");
const templates = inProject("scripts", "nbconvert");

/**
 * `jupyter nbconvert` of the virtual environment finds the figures' alternative texts. Its own stamp: the file is the
 * fingerprint of what it says.
 * @type {import("./step.mjs").Step}
 */
export const nbconvert = {
  name: "Alternative texts for nbconvert",
  stamp: settings,
  result: templates,
  fingerprint: () =>
    `${JSON.stringify({ TemplateExporter: { extra_template_basedirs: [templates] } }, undefined, 2)}\n`,
  install: async () => {},
};
