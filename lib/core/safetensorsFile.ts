import { readFileSync } from "node:fs";
import { LabError } from "./errors";
import { parseSafetensors, type Safetensors, type SafetensorsOptions, safetensorsParts } from "./safetensors";
import type { NamedTensors } from "./tensors";
import { writeWhole } from "./writeWhole";

/** Writes float32 tensors as a safetensors file, whole or not at all. @throws as `safetensorsParts` does */
export const writeSafetensors = (file: string, tensors: NamedTensors, options?: SafetensorsOptions): void =>
  writeWhole(file, ...safetensorsParts(file, tensors, options));

/** @throws where the file is missing, or is no safetensors file: what was expected, and got, and where */
export const readSafetensors = (file: string): Safetensors => parseSafetensors(file, bytesOfWeights(file));

/** All that is in a file of weights. @throws where there is none */
export function bytesOfWeights(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new LabError(`${file}: a file of weights expected, got ${code === "ENOENT" ? "no such file" : code}`);
  }
}
