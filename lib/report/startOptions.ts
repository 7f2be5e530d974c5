import { expect } from "../core/errors";
import { type Preset, presets } from "../lab/preset";

export interface ReportOptions {
  /** Sections asked for, e.g. "2.1", or "5" for all of chapter 5, and paths of notebooks; none means all. */
  readonly sections: readonly string[];
  readonly preset: Preset;
  /** Write the executed notebooks back to notebooks/. */
  readonly save: boolean;
  /** Options of the experiments, as they were typed. */
  readonly parameters: Readonly<Record<string, string>>;
  /** A verdict that moved is an error. */
  readonly strict: boolean;
}

const flags = `--preset ${presets.join("|")}, --set option=value, --save, --strict, sections such as 2.1, and paths of notebooks`;

/**
 * The command's arguments, checked.
 * @throws {LabError} for an unknown flag or preset, naming what exists
 */
export function parseOptions(args: readonly string[]): ReportOptions {
  const rest = [...args];
  const sections: string[] = [];
  const parameters: Record<string, string> = {};
  const options = { preset: "default" as Preset, save: false, strict: false };
  while (rest.length) {
    const [arg, value] = split(rest.shift() ?? "");
    if (arg === "--save") options.save = true;
    else if (arg === "--strict") options.strict = true;
    else if (arg === "--preset") options.preset = preset(value ?? rest.shift());
    else if (arg === "--set") Object.assign(parameters, parameter(value ?? rest.shift()));
    else {
      expect(!arg.startsWith("-"), `unknown option ${arg}: there are ${flags}`);
      sections.push(arg);
    }
  }
  const { save, preset: chosen } = options;
  const given = Object.keys(parameters);
  expect(!save || given.length === 0, `--save keeps what the defaults compute: leave out --set ${given.join(", ")}`);
  expect(!save || chosen === "default", `--save keeps what the default preset computes: leave out --preset ${chosen}`);
  return { sections, parameters, ...options };
}

/** "--set=a=b" in "--set" and "a=b". */
function split(arg: string): [string, string | undefined] {
  const at = arg.startsWith("-") ? arg.indexOf("=") : -1;
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

function parameter(typed: string | undefined): Record<string, string> {
  const match = typed?.match(/^(\w+)=(.+)$/);
  expect(match != null, () => `--set: option=value expected, such as hiddenSize=256, got ${typed ?? "nothing"}`);
  return { [match[1]]: match[2] };
}

function preset(name: string | undefined): Preset {
  const found = presets.find((known) => known === name);
  expect(found !== undefined, `unknown preset ${name ?? "(none given)"}: there are ${presets.join(", ")}`);
  return found;
}
