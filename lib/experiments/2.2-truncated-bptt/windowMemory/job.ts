import { fork } from "node:child_process";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import type { MemoryJob, Peak } from "./config";

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
