import { expect } from "../core/errors";
import { type Preset, presets } from "../experiments/experiment";

export interface ReportOptions {
  /** Sections asked for, e.g. "2.1", or "5" for all of chapter 5; none means all. */
  readonly sections: readonly string[];
  readonly preset: Preset;
  /** Write the executed notebooks back to notebooks/. */
  readonly save: boolean;
  /** A verdict that moved is an error. */
  readonly strict: boolean;
}

const flags = "--preset smoke|default|full, --save, --strict, and sections such as 2.1";

/**
 * The command's arguments, checked.
 * @throws {LabError} for an unknown flag or preset, naming what exists
 */
export function parseOptions(args: readonly string[]): ReportOptions {
  const rest = [...args];
  const sections: string[] = [];
  const options = { preset: "default" as Preset, save: false, strict: false };
  while (rest.length) {
    const [arg, value] = (rest.shift() ?? "").split("=", 2);
    if (arg === "--save") options.save = true;
    else if (arg === "--strict") options.strict = true;
    else if (arg === "--preset") options.preset = preset(value ?? rest.shift());
    else {
      expect(!arg.startsWith("-"), `unknown option ${arg}: there are ${flags}`);
      sections.push(arg);
    }
  }
  const { save, preset: chosen } = options;
  expect(!save || chosen === "default", `--save keeps what the default preset computes: leave out --preset ${chosen}`);
  return { sections, ...options };
}

function preset(name: string | undefined): Preset {
  const found = presets.find((known) => known === name);
  expect(found !== undefined, `unknown preset ${name ?? "(none given)"}: there are ${presets.join(", ")}`);
  return found;
}
