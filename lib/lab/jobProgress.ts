import type { Progress } from "../view/progress";

/** What a job tells on its way: at least how far it is. */
export interface Told {
  /** Of the job's size. */
  readonly done: number;
}

export interface WatchOptions<J, E extends Told> {
  readonly context: { readonly progress?: (progress: Progress) => void };
  /** How much there is to do in a job, in the unit that it tells. */
  readonly size: (job: J) => number;
  /** "steps" */
  readonly unit: string;
  /** What there is to see while they run, from what each has told last. */
  readonly watch?: (told: readonly E[]) => Pick<Progress, "excerpt" | "figure"> & { readonly status?: string };
}

/** Adds up what the jobs tell, for who watches the whole: always in the order of the jobs, whichever told first. */
export function jobProgress<J, E extends Told>(
  jobs: readonly J[],
  { context: { progress }, size, unit, watch }: WatchOptions<J, E>,
) {
  const sizes = jobs.map(size);
  const done = jobs.map(() => 0);
  const last: (E | undefined)[] = jobs.map(() => undefined);
  let kept = 0;
  const total = sum(sizes);
  const show = () => {
    if (!progress) return;
    const { status, ...rest } = watch?.(last.filter((told) => told !== undefined)) ?? {};
    const begun = done.filter((amount) => amount > 0).length;
    const parts = [`${begun} of ${jobs.length} begun`, status, kept > 0 && `${kept} kept from before`];
    progress({ done: sum(done), total, unit, status: parts.filter(Boolean).join(" · "), ...rest });
  };
  const finished = (index: number) => {
    done[index] = sizes[index];
    show();
  };
  return {
    finished,
    told(index: number, told: E) {
      last[index] = told;
      done[index] = told.done;
      show();
    },
    kept(index: number, told: E | undefined) {
      kept++;
      last[index] = told;
      finished(index);
    },
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
