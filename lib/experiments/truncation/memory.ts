import { fork } from "node:child_process";
import type { RunContext } from "../../view/session";
import { type JobContext, runJobs, type Told } from "../jobs";

export const memoryDefaults = {
  hiddenSize: 256,
  /** V: how many characters there are. */
  vocabSize: 64,
  batchSize: 64,
  /** Windows whose step is measured. */
  windows: [32, 64, 128, 256],
  /** Windows that are read before peak memory is first looked at; and again after four times as many. */
  steps: 2,
  /** How often each is measured, in a process of its own. */
  seeds: 5,
};
export interface MemoryConfig extends Readonly<typeof memoryDefaults> {}

export const memoryPresets = {
  smoke: { batchSize: 64, hiddenSize: 128, windows: [16, 96], seeds: 2 },
  full: { hiddenSize: 512, windows: [32, 64, 128, 256, 512], seeds: 10 },
} satisfies Record<string, Partial<MemoryConfig>>;

export type MemoryJob = Omit<MemoryConfig, "seeds" | "windows"> & {
  readonly windowLength: number;
  readonly seed: number;
};

/** Peak memory above that of the process before training. */
export interface Peak {
  readonly windowLength: number;
  readonly seed: number;
  readonly ended: "finished" | "interrupted";
  /** After `steps` windows. */
  readonly short: { readonly megabytes: number };
  /** After four times as many: the text is longer, the window is not. */
  readonly long: { readonly megabytes: number };
}

export interface MemoryResult {
  readonly config: MemoryConfig;
  /** What BPTT cannot do without, for each character of the window: h and the gradient of the logits, in bytes. */
  readonly leastBytes: number;
  readonly peaks: readonly Peak[];
}

/** Trains for a few windows in one fresh process after the other. */
export async function runMemory(config: MemoryConfig, context: RunContext): Promise<MemoryResult> {
  const { seeds, windows, ...each } = config;
  const jobs = Array.from({ length: seeds }, (_, i) =>
    windows.map((windowLength) => ({ ...each, windowLength, seed: i + 1 })),
  );
  const peaks = await runJobs(runPeak, jobs.flat(), {
    context,
    file: require.resolve("./memory"),
    size: () => 1,
    unit: "processes",
    inProcesses: false, // each job has a process already
  });
  return { config, leastBytes: 4 * config.batchSize * (config.hiddenSize + config.vocabSize), peaks };
}

/** Peak memory of one process that trains: no other work has enlarged it before. */
export async function runPeak(job: MemoryJob, { signal, report }: JobContext<Told>): Promise<Peak> {
  const { windowLength, seed } = job;
  const env = { ...process.env, TF_NUM_INTEROP_THREADS: "1", TF_NUM_INTRAOP_THREADS: "1" };
  const child = fork(require.resolve("./memoryProbe"), {
    env,
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const stop = () => child.kill();
  signal?.addEventListener("abort", stop);
  const found = await new Promise<Omit<Peak, "windowLength" | "seed" | "ended"> | undefined>((resolve, reject) => {
    child.once("message", resolve);
    child.once("error", reject);
    child.once("exit", (code) =>
      code ? reject(new Error(`the measured process ended with ${code}`)) : resolve(undefined),
    );
    child.send(job);
  });
  signal?.removeEventListener("abort", stop);
  report?.({ done: 1 });
  const nothing = { short: { megabytes: 0 }, long: { megabytes: 0 } };
  return { windowLength, seed, ended: found ? "finished" : "interrupted", ...(found ?? nothing) };
}
