import { nextTurn } from "../core/turn";
import type { Told } from "../lab/jobProgress";
import type { JobOptions } from "../lab/jobs";
import type { Job } from "../lab/runJob";

/** As `lab/jobs.ts`: in a page one job after the other; none is kept. */
export async function runJobs<J, R, E extends Told>(
  run: Job<J, R, E>,
  jobs: readonly J[],
  { context: { signal, progress }, size, unit }: JobOptions<J, E>,
): Promise<R[]> {
  const total = jobs.reduce((sum, job) => sum + size(job), 0);
  const results: R[] = [];
  let before = 0;
  for (const job of jobs) {
    if (signal?.aborted) break;
    const report = ({ done }: E) => progress?.({ done: before + done, total, unit, status: "" });
    results.push(await run(job, { signal, report } as Parameters<typeof run>[1]));
    before += size(job);
    await nextTurn();
  }
  return results;
}
