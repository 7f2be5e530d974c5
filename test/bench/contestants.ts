import { existsSync } from "node:fs";
import path from "node:path";
import { nodeEndsWithParent, pythonEndsWithParent } from "../../lib/core/endWithParent";
import { projectRoot } from "../../lib/core/project";
import type { Row } from "./protocol";

export type ContestantName =
  | "ours"
  | "pytorch"
  | "pytorchTunedMalloc"
  | "pytorchByHand"
  | "eager"
  | "tfjsLayers"
  | "numpy";

/** How a contestant is started, with an environment of its own. */
export interface Seat {
  readonly name: ContestantName;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

const rivals = path.join(projectRoot, ".cache", "bench-venv");
export const rivalsPython = path.join(rivals, "bin", "python");
/** Whether scripts/bench.mjs could install them; without them there is no PyTorch and no NumPy. */
export const hasRivals = existsSync(path.join(rivals, "lecture-lab.stamp"));

/** The two that play every row in turns. */
export const opponents = (): Seat[] => [ours, ...(hasRivals ? [pytorch] : [])];

/** Those that play a row once, for orientation. */
export function bystanders(row: Row): Seat[] {
  const trains = row.kind === "train" || row.kind === "captionTrain" || row.kind === "cnn";
  return [
    ...(row.kind === "train" ? [program("eager"), program("tfjsLayers")] : []),
    ...(trains && hasRivals ? [pytorchTunedMalloc] : []),
    ...(row.kind === "sample" && hasRivals ? [pytorchByHand] : []),
    ...(row.kind === "train" && row.cell === "RNN" && row.layers === 1 && hasRivals ? [numpy] : []),
  ];
}

/** @param name of a program beside this one */
function program(name: ContestantName): Seat {
  const environment = { TF_CPP_MIN_LOG_LEVEL: "3" };
  return {
    name,
    command: process.execPath,
    args: [...nodeEndsWithParent, path.join(__dirname, `${name}.js`)],
    environment,
  };
}

function pythonProgram(name: ContestantName, file: string, environment: NodeJS.ProcessEnv = {}): Seat {
  const [program, ...options] = file.split(" ");
  const args = [...pythonEndsWithParent, path.join(projectRoot, "test", "bench", program), ...options];
  return { name, command: rivalsPython, args, environment };
}

// No OMP_WAIT_POLICY: GNU's OpenMP, which PyTorch brings, spins for 8 ms after its work and then sleeps; made to sleep at
// once ("passive"), it takes 40 % longer for an LSTM of 256.
const ours = program("ours");
const pytorch = pythonProgram("pytorch", "pytorch.py");
const pytorchByHand = pythonProgram("pytorchByHand", "pytorch.py by-hand");
const numpy = pythonProgram("numpy", "minCharRnn.py");

// PyTorch as nobody finds it: glibc told never to give memory back, which spares it thousands of page faults a step.
const tunedMalloc = { MALLOC_MMAP_THRESHOLD_: `${2 ** 32}`, MALLOC_TRIM_THRESHOLD_: `${2 ** 32}` };
const pytorchTunedMalloc = pythonProgram("pytorchTunedMalloc", "pytorch.py", tunedMalloc);
