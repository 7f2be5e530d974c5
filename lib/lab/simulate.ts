import { duration } from "../view/progress";
import { textTable } from "../view/textTable";
import type { StudyCost } from "./estimate";

/** What becomes of jobs on so many workers, in seconds. */
export interface Simulated {
  /** From the first job's begin to the last one's end. */
  readonly makespan: number;
  /** Of the workers' time until then, the share without a job. */
  readonly idle: number;
}

/** Each worker takes the next job once it is free; longest first no long one begins last. */
export function simulate(seconds: readonly number[], workers: number): Simulated {
  const jobs = [...seconds].sort((a, b) => b - a);
  const free = new Array<number>(Math.min(workers, Math.max(1, jobs.length))).fill(0); // a heap: the first is free first
  for (const job of jobs) {
    free[0] += job;
    sink(free);
  }
  const makespan = free.reduce((a, b) => Math.max(a, b), 0);
  return { makespan, idle: makespan > 0 ? 1 - sum(jobs) / (workers * makespan) : 0 };
}

function sink(heap: number[]): void {
  for (let at = 0; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const least = [left, right].reduce((a, b) => (heap[b] < heap[a] ? b : a), at);
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least], heap[at]];
    at = least;
  }
}

/** Of the studies one after the other, as `npm run record` has them run. */
export function simulateInTurn(studies: readonly (readonly number[])[], workers: number): Simulated {
  const makespan = sum(studies.map((seconds) => simulate(seconds, workers).makespan));
  return { makespan, idle: makespan > 0 ? 1 - sum(studies.flat()) / (workers * makespan) : 0 };
}

/** For a process to start, TensorFlow and the lab in it: measured. */
const starting = 3;

/** A table: each number of workers, how long it takes, what share of them waits, and what limits it. */
export function simulationText(costs: readonly StudyCost[], workers: readonly number[], width: number): string {
  const studies = costs.map(({ jobs }) => jobs.map(({ seconds }) => seconds + starting));
  const all = studies.flat();
  const titles = ["workers", "all at once", "idle", "limited by", "study after study", "idle"];
  const share = (idle: number) => `${(100 * idle).toFixed(0)} %`;
  const rows = workers.map((count) => {
    const [together, inTurn] = [simulate(all, count), simulateInTurn(studies, count)];
    return [
      ...[
        count.toLocaleString("en"),
        duration(together.makespan),
        share(together.idle),
        limitOf(costs, count, together),
      ],
      ...[duration(inTurn.makespan), share(inTurn.idle)],
    ];
  });
  const table = textTable(
    titles.map((title, i) => ({ title, flexible: i === 3 })),
    rows,
    width,
  );
  return `${table}\n\n${all.length.toLocaleString("en")} jobs of ${costs.length} studies, ${hours(sum(all))} of one core.\n`;
}

/** The least that no scheduling can undo: the work for each worker, or one job. */
function limitOf(costs: readonly StudyCost[], workers: number, { makespan }: Simulated): string {
  const jobs = costs.flatMap(({ study, jobs }) => jobs.map(({ seconds }) => ({ study, seconds: seconds + starting })));
  const longest = jobs.reduce((a, b) => (b.seconds > a.seconds ? b : a));
  const share = sum(jobs.map(({ seconds }) => seconds)) / workers;
  if (longest.seconds >= 0.95 * makespan) return `the longest job: ${longest.study}, ${duration(longest.seconds)}`;
  if (share >= 0.95 * makespan) return "the number of workers";
  return "how the last jobs fit";
}

const hours = (seconds: number): string => `${(seconds / 3600).toFixed(seconds < 36_000 ? 1 : 0)} hours`;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
