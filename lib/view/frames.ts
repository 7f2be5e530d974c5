import { isSeries } from "./answering";
import { type Control, type Controls, starts } from "./controls";
import type { Moment } from "./moment";
import { type Pictured, pictured } from "./pictured";

/** What was seen for some values: the picture book of a moment that nobody answers any more. */
export interface MomentFrame {
  readonly values: Readonly<Record<string, unknown>>;
  readonly parts: readonly Pictured[];
}

/** What a notebook has room for, and a cell has time for. */
const limits = { frames: 60, characters: 1_500_000, milliseconds: 2000 };

/**
 * Pictures for the combinations of values of the first controls, of as many as make no more frames than a notebook holds; the
 * other controls stay where they start. Of one more value than there is time for, there is no frame.
 */
export async function framesOf<C extends Controls>({
  controls,
  answer,
}: Pick<Moment<C>, "controls" | "answer">): Promise<MomentFrame[]> {
  const end = performance.now() + limits.milliseconds;
  const frames: MomentFrame[] = [];
  let characters = 0;
  for (const values of combinations(controls)) {
    let parts: readonly Pictured[];
    try {
      const made = answer({ ...starts(controls), ...values });
      if (isSeries(made)) return [];
      parts = pictured(await made);
    } catch {
      continue; // of what fails there is no picture: who moves to it in a notebook is told why
    }
    characters += JSON.stringify(parts).length;
    if (characters > limits.characters || performance.now() > end) break;
    frames.push({ values, parts });
  }
  return frames;
}

/** In an order in which the first frames already reach over the whole range. */
function combinations(controls: Controls): Readonly<Record<string, unknown>>[] {
  let all: Readonly<Record<string, unknown>>[] = [{}];
  for (const [name, { values }] of Object.entries(controls) as [string, Control][]) {
    if (all.length * values.length > limits.frames) break;
    all = values.flatMap((value) => all.map((others) => ({ ...others, [name]: value })));
  }
  return coarseFirst(all);
}

function coarseFirst<T>(items: readonly T[]): T[] {
  const taken = new Set<number>();
  for (let step = items.length - 1; step >= 1; step = Math.floor(step / 2))
    for (let i = 0; i < items.length; i += step) taken.add(i);
  for (const i of items.keys()) taken.add(i);
  return [...taken].map((i) => items[i]);
}
