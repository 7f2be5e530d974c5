import { execFile } from "node:child_process";
import { cpus } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Preset } from "../lab/preset";
import { type Fingerprint, fingerprint } from "./fingerprint";

/** What computed a notebook, and from what. */
export interface Machine extends Fingerprint {
  readonly node: string;
  readonly tfjs: string;
  readonly tensorflow: string;
  readonly cpu: string;
}

/** How a notebook was run. */
export interface Provenance extends Machine {
  readonly preset: Preset;
  /** Options that were set on the command line. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** When it started, ISO 8601. */
  readonly date: string;
}

export async function describeMachine(): Promise<Machine> {
  const processors = cpus();
  return {
    node: process.versions.node,
    ...(await tensorflowVersions()),
    ...(await fingerprint()),
    cpu: `${processors.length} × ${processors[0]?.model.trim() || process.arch}`,
  };
}

// Asked of a process of its own: TensorFlow takes memory and writes to the terminal, and here it computes nothing.
async function tensorflowVersions(): Promise<Pick<Machine, "tfjs" | "tensorflow">> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(__dirname, "tellVersions.js")]);
    return JSON.parse(stdout) as Pick<Machine, "tfjs" | "tensorflow">;
  } catch {
    return { tfjs: "(does not load)", tensorflow: "(does not load)" };
  }
}

/** "default preset, hiddenSize=256" */
export const presetText = ({ preset, parameters = {} }: Pick<Provenance, "preset" | "parameters">): string =>
  [`${preset} preset`, ...Object.entries(parameters).map((set) => set.join("="))].join(", ");
