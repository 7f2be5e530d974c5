import { randomUUID } from "node:crypto";
import { expectForms, type Form, forms, refused } from "../core/argumentForms";
import { expect } from "../core/errors";
import { hearStop } from "../core/stop";
import { answering, checked, isSeries } from "./answering";
import { listenTo } from "./comms";
import { type Control, type Controls, starts } from "./controls";
import { framesOf, type MomentFrame } from "./frames";
import { momentMime } from "./mime";
import type { Answer, Moment } from "./moment";
import { inNotebook, openOutput, picture, readableData, show } from "./notebook";
import { type MomentPicture, type Pictured, pictured } from "./pictured";

/** What a notebook keeps of a moment: what a page needs to draw it again, and to let it live where somebody answers. */
export interface KeptMoment {
  /** Of the conversation with this kernel. */
  readonly id: string;
  /** Of a moment of the lab's, which a page can answer for itself. */
  readonly name?: string;
  readonly title: string;
  /** In their order, without what a kernel alone knows of them. */
  readonly controls: readonly (Pick<Control, "kind" | "label" | "start" | "look"> & { readonly name: string })[];
  readonly parts: readonly Pictured[];
  /** Of one's own: what was seen for other values, where there is no kernel. */
  readonly frames?: readonly MomentFrame[];
}

type Own<C extends Controls> = Pick<Moment<C>, "controls" | "answer" | "title"> & { readonly name?: string };

/** What can be explored in this kernel, by the conversation's id. */
const explored = new Map<string, Pick<Moment, "controls" | "answer">>();

const controlForm: Form = (value) =>
  typeof value === "object" && value !== null && "kind" in value && "form" in value
    ? undefined
    : refused('a control, such as slider(0, 1), choice(["tanh", "relu"]) or field("text"),', value);
const controlsForm: Form = (value) => {
  const complaint = forms.fields({})(value);
  if (complaint) return complaint;
  return forms.list(controlForm, 1)(Object.values(value as object)) && firstWrong(value as object);
};
const firstWrong = (controls: object) => {
  const [name, control] = Object.entries(controls).find(([, one]) => controlForm(one)) ?? [];
  const complaint = name === undefined ? refused("at least one control", controls) : controlForm(control);
  return complaint && { ...complaint, path: name === undefined ? [] : [name] };
};

/**
 * Shows what `answer` makes of the values of some controls, and shows it anew whenever one of them is moved:
 * `await explore(({ sigma }) => lines(…), { sigma: slider(0.5, 2) })`. It returns a figure, a diagram, a table or a text, or a list
 * of them; as a generator it shows each picture that it yields. Where no kernel answers, frames or the first picture stand there.
 */
export async function explore<C extends Controls>(answer: Answer<C>, controls: C): Promise<void>;
/** Shows one of the lecture's moments: `await explore(moments.orbits)`. */
export async function explore<C extends Controls>(moment: Moment<C>): Promise<void>;
export async function explore<C extends Controls>(first: Answer<C> | Moment<C>, given?: C): Promise<void> {
  const one: Own<C> = typeof first === "function" ? { title: "", controls: given as C, answer: first } : first;
  expectForms("explore", { answer: [forms.function, one?.answer], controls: [controlsForm, one.controls] });
  const seen = await firstPictures(one);
  if (!inNotebook()) {
    for (const shown of [seen].flat()) if (typeof shown === "object") show(shown);
    return;
  }
  const id = randomUUID();
  explored.set(id, one as unknown as Moment);
  const kept = keptMoment(one, id, pictured(seen));
  const output = openOutput();
  const { bundle, metadata } = still(kept.parts);
  output.update({ ...bundle, [momentMime]: readableData(kept) }, metadata);
  if (one.name !== undefined) return;
  const frames = await framesOf(one);
  if (frames.length > 1) output.update({ ...bundle, [momentMime]: readableData({ ...kept, frames }) }, metadata);
}

/** A moment with what it shows, as plain data. */
export const keptMoment = (
  { name, title, controls }: Pick<Moment, "title" | "controls"> & { readonly name?: string },
  id: string,
  parts: readonly Pictured[],
): KeptMoment => ({
  ...{ id, title, parts },
  controls: Object.entries(controls).map(([called, { kind, label, start, look }]) => ({
    ...{ name: called, kind, start, look },
    ...(label === undefined ? {} : { label }),
  })),
  ...(name === undefined ? {} : { name }),
});

listenTo("lecture-lab.moment", (comm, { id }) => {
  const moment = explored.get(String(id));
  if (!moment) return undefined;
  const answers = answering(moment, (told) => comm.send(told));
  return {
    heard: ({ values, stop }) => (stop ? answers.stop() : answers.ask(values as Readonly<Record<string, unknown>>)),
    closed: answers.close,
  };
});

/** How long a series goes on before its first picture is taken; in milliseconds. */
const patience = 1000;

/** What the values that the controls start with give; of a series the last picture of its first second. */
async function firstPictures<C extends Controls>({ controls, answer }: Own<C>): Promise<MomentPicture> {
  // What it trains or draws on its way is part of it, and shows no progress of its own.
  const stop = hearStop("a moment");
  let last: MomentPicture | undefined;
  try {
    const made = answer(checked(controls, starts(controls)));
    if (!isSeries(made)) return await made;
    const end = performance.now() + patience;
    for await (const picture of made) {
      last = picture;
      if (performance.now() > end || stop.stopped()) break;
    }
  } finally {
    stop.close();
  }
  expect(last !== undefined, "explore: at least one picture expected, got a generator that yields none");
  return last;
}

/** For who sees no moments: the first picture, and everything in words. */
function still(parts: readonly Pictured[]): { bundle: object; metadata: object } {
  const words = parts.map(({ alt }) => alt).join("\n");
  const first = parts.find((part) => "plot" in part || "svg" in part);
  if (!first) return { bundle: { "text/plain": words }, metadata: {} };
  const drawn = picture("plot" in first ? { ...first.plot, alt: first.alt } : (first as { svg: string; alt: string }));
  return { bundle: { ...drawn, "text/plain": words }, metadata: { "image/png": { alt: first.alt } } };
}
