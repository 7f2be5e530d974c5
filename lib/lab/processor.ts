import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** What rounds: the same instruction set gives the same digits. */
export interface Processor {
  readonly model: string;
  /** "avx2 avx512f fma": those that TensorFlow chooses its kernels by. */
  readonly instructions: string;
}

export const processor = (): Processor => ({
  model: cpus()[0]?.model.trim() || process.arch,
  instructions: instructionSet(),
});

/** Where the system does not tell, the architecture. */
function instructionSet(): string {
  try {
    const flags = readFileSync("/proc/cpuinfo", "utf8").match(/^(?:flags|Features)\s*:(.*)$/m)?.[1] ?? "";
    const known = flags.split(" ").filter((flag) => /^(avx|fma|amx|sse4|asimd|sve)/.test(flag));
    return [...new Set(known)].sort().join(" ") || process.arch;
  } catch {
    return process.arch;
  }
}
