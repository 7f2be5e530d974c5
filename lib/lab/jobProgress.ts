import type { JobOptions, Told } from "./jobs";

/** Adds up what the jobs tell, for who watches the whole: always in the order of the jobs, whichever told first. */
export function jobProgress<J, E extends Told>(
  jobs: readonly J[],
  { context: { progress }, size, unit, watch }: JobOptions<J, E>,
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
