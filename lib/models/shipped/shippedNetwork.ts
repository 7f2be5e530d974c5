import { parseSafetensors, type Safetensors } from "../../core/safetensors";
import { shippedBytes } from "../../core/shippedFile";
import { parsedNote } from "../weightsIn";

/** The loss of a network on what it has not learnt from. */
export interface HeldOut {
  readonly loss: number;
  /** "bits per character" */
  readonly unit: string;
  /** What is held out, and how it is read. */
  readonly of: string;
  /** What else was measured there, by what it is, such as the share of right answers. */
  readonly more?: Readonly<Record<string, number>>;
}

/** Where a network comes from, as its file says. */
export interface AboutNetwork {
  readonly name: string;
  /** What it learnt from, its sizes, seed, steps and optimiser: as the file in lib/networks says it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What it is built from. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly parameters: number;
  readonly heldOut: HeldOut;
  readonly steps: number;
  /** Spent in the steps. */
  readonly seconds: number;
  readonly made: {
    /** ISO 8601. */
    readonly date: string;
    /** Of the repository, and whether lib/ was changed since. */
    readonly commit: string;
    /** Of config, spec and the code that the training reaches, and of its data: the first 16 digits of SHA-256. */
    readonly code: string;
    readonly data: string;
    readonly node: string;
    readonly tfjs: string;
    readonly tensorflow: string;
    readonly processor: string;
  };
}

/** The file of a network that has been read. */
export interface ShippedFile {
  /** For errors. */
  readonly file: string;
  readonly read: Safetensors;
  readonly about: AboutNetwork;
}

/** Reads what the file of a network says; its weights are read where they are asked for. */
export function openShipped(name: string): ShippedFile {
  const file = `${name}.safetensors`;
  const read = parseSafetensors(file, shippedBytes(name));
  return { file, read, about: parsedNote(file, "about", read.metadata.about ?? "") as AboutNetwork };
}
