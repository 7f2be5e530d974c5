import { expectForm } from "../core/argumentForms";
import { hearStop } from "../core/stop";
import { nextTurn } from "../core/turn";
import type { Controls, ValuesOf } from "./controls";
import type { Moment } from "./moment";
import { type MomentPicture, type Pictured, pictured } from "./pictured";

/** What a panel is told. */
export interface Reply {
  /** What is seen from now on; what was seen stays where there is nothing new. */
  readonly parts?: readonly Pictured[];
  /** Whether more is coming. */
  readonly going: boolean;
  /** Why there is nothing, in a sentence. */
  readonly failure?: string;
}

/** Whoever answers a panel's questions. */
export interface Answering {
  /** The newest question counts: what is being answered ends, and what waits is forgotten. */
  ask(values: Readonly<Record<string, unknown>>): void;
  stop(): void;
  close(): void;
}

/** A browser draws no more pictures than twenty in a second; in milliseconds. */
const between = 50;

/** Answers for a moment, one question at a time. */
export function answering(moment: Pick<Moment, "controls" | "answer">, tell: (told: Reply) => void): Answering {
  let wanted: Readonly<Record<string, unknown>> | undefined;
  let isRunning = false;
  let isStopped = false;

  async function answerAll(): Promise<void> {
    isRunning = true;
    for (let values = wanted; values; values = wanted) {
      wanted = undefined;
      isStopped = false;
      try {
        await answerOne(values);
      } catch (error) {
        tell({ going: false, failure: error instanceof Error ? error.message : String(error) });
      }
    }
    isRunning = false;
  }

  async function answerOne(values: Readonly<Record<string, unknown>>): Promise<void> {
    const stop = hearStop("a moment");
    let unshown: MomentPicture | undefined;
    let last = Number.NEGATIVE_INFINITY;
    try {
      const answer = moment.answer(checked(moment.controls, values));
      if (!isSeries(answer)) return tell({ parts: pictured(await answer), going: false });
      for await (const picture of answer) {
        unshown = picture;
        if (performance.now() - last > between) {
          tell({ parts: pictured(picture), going: true });
          unshown = undefined;
          last = performance.now();
        }
        await nextTurn();
        if (wanted || isStopped || stop.stopped()) break;
      }
    } finally {
      stop.close();
    }
    tell({ ...(unshown ? { parts: pictured(unshown) } : {}), going: false });
  }

  return {
    ask(values) {
      wanted = values;
      if (!isRunning) void answerAll();
    },
    stop() {
      isStopped = true;
    },
    close() {
      wanted = undefined;
      isStopped = true;
    },
  };
}

/** @throws where a value is not what its control gives */
export function checked<C extends Controls>(controls: C, values: Readonly<Record<string, unknown>>): ValuesOf<C> {
  for (const [name, { form }] of Object.entries(controls)) expectForm(name, form, values[name]);
  return values as ValuesOf<C>;
}

/** A list of pictures is one answer, a generator's pictures are one after the other. */
export const isSeries = (
  answer: ReturnType<Moment["answer"]>,
): answer is Iterable<MomentPicture> | AsyncIterable<MomentPicture> =>
  typeof answer === "object" &&
  (Symbol.asyncIterator in answer || (Symbol.iterator in answer && !Array.isArray(answer)));
