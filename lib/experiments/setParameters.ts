import { expect } from "../core/errors";
import { inEnvironment, type Parameters } from "../lab/parameters";
import type { Study } from "../lab/study";
import * as all from ".";
import { photographCaptions } from "./3.1-image-captioning/photographs/claims";

const studies = [...Object.values(all), photographCaptions] as unknown as Study<object, never>[];

/**
 * Tries parameters on studies before any of them runs.
 * @param sections whose studies they are for: all, if none is named
 * @throws where none of these has such an option, or one has it and the value is not of its kind
 */
export function checkParameters(
  parameters: Parameters,
  { sections, environment }: { readonly sections?: readonly string[]; readonly environment: NodeJS.ProcessEnv },
): void {
  const meant = studies.filter(({ section }) => sections?.includes(section) ?? true);
  const known = [...new Set(meant.flatMap(({ defaults }) => Object.keys(defaults)))].sort();
  for (const name of Object.keys(parameters)) {
    const where = sections ? `${sections.join(", ")}: ` : "";
    expect(known.includes(name), () => `${where}no option ${name}; there are ${known.join(", ") || "none"}`);
  }
  for (const study of meant) study.configured({}, { ...environment, ...inEnvironment(parameters) });
}

/**
 * `setParameters` for parameters from outside, of which some may be a notebook's own: those that are no option of any
 * study are named, and let be.
 */
export function takeParameters(parameters: Parameters): void {
  const known = new Set(studies.flatMap(({ defaults }) => Object.keys(defaults)));
  const names = Object.keys(parameters);
  const own = names.filter((name) => !known.has(name));
  if (own.length > 0) process.stderr.write(`No study has an option ${own.join(" or ")}.\n`);
  const options = names.filter((name) => known.has(name));
  if (options.length > 0) setParameters(Object.fromEntries(options.map((name) => [name, parameters[name]])));
}

/**
 * Has all studies that this notebook runs from now on take these options, whatever its cells say.
 * @throws as `checkParameters`
 */
export function setParameters(parameters: Parameters): void {
  checkParameters(parameters, { environment: process.env });
  Object.assign(process.env, inEnvironment(parameters));
}
