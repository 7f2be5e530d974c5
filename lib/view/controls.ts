import { expectForms, type Form, forms } from "../core/argumentForms";
import { expect } from "../core/errors";

/** The kinds of controls that a page can draw. */
export const controlKinds = [
  "slider",
  "choice",
  "toggle",
  "field",
  "passage",
  "again",
  "pad",
  "board",
  "photograph",
] as const;

/** What a person sets: a number on a slider, one of several names, a text, a drawing. */
export interface Control<T = unknown> {
  readonly kind: (typeof controlKinds)[number];
  /** Beside it; by default the name that it has among the controls. */
  readonly label?: string;
  readonly start: T;
  /** What a page draws it by: plain data. */
  readonly look: Readonly<Record<string, unknown>>;
  /** What a value must be: one that comes from a page is not believed. */
  readonly form: Form;
  /** Some values in order, where frames can be made of it. */
  readonly values: readonly T[];
}

/** Controls by their names. */
// biome-ignore lint/suspicious/noExplicitAny: each control has a type of its own.
export type Controls = Readonly<Record<string, Control<any>>>;
/** What they are set to, by the same names. */
export type ValuesOf<C extends Controls> = { readonly [N in keyof C]: C[N] extends Control<infer T> ? T : never };

interface Labelled {
  readonly label?: string;
}

/** A number from `min` to `max`, in steps; with `log` equal ways on it are equal factors. By default it starts in the middle. */
export function slider(
  min: number,
  max: number,
  options: Labelled & { readonly start?: number; readonly step?: number; readonly log?: boolean } = {},
): Control<number> {
  const { finite, positive, truth, text, fields } = forms;
  expectForms("slider", {
    ...{ min: [finite, min], max: [finite, max] },
    options: [fields({}, { start: finite, step: positive, log: truth, label: text }), options],
  });
  const { log = false, step = log ? undefined : (max - min) / 50, label } = options;
  expect(min < max, `slider: a larger number than ${min} expected as the second, got ${max}`);
  expect(!log || min > 0, `slider: a number above 0 expected as the first of a logarithmic one, got ${min}`);
  const middle = log ? Math.sqrt(min * max) : (min + max) / 2;
  const onStep = (x: number) => (step === undefined ? x : Math.min(max, min + Math.round((x - min) / step) * step));
  const rounded = (x: number) => Number(onStep(x).toPrecision(6));
  const { start = rounded(middle) } = options;
  expect(min <= start && start <= max, `slider: a start from ${min} to ${max} expected, got ${start}`);
  const at = (share: number) => (log ? min * (max / min) ** share : min + share * (max - min));
  return {
    ...{ kind: "slider", label, start, look: { min, max, step, log } },
    form: within(min, max),
    values: [...new Set(Array.from({ length: 13 }, (_, i) => rounded(at(i / 12))))],
  };
}

const within =
  (min: number, max: number): Form =>
  (value) =>
    typeof value === "number" && value >= min && value <= max
      ? undefined
      : { path: [], says: `a number from ${min} to ${max} expected, got ${String(value)}` };

/** One of several names; by default it starts with the first. */
export function choice<T extends string | number>(
  values: readonly T[],
  options: Labelled & { readonly start?: T } = {},
): Control<T> {
  const oneOf = forms.oneOf(values);
  expectForms("choice", {
    values: [forms.list(forms.either("a text or a number", forms.text, forms.finite), 1), values],
    options: [forms.fields({}, { start: oneOf, label: forms.text }), options],
  });
  const { start = values[0], label } = options;
  return { kind: "choice", label, start, look: { values }, form: oneOf, values };
}

/** Yes or no; by default it starts with no. */
export function toggle(options: Labelled & { readonly start?: boolean } = {}): Control<boolean> {
  expectForms("toggle", { options: [forms.fields({}, { start: forms.truth, label: forms.text }), options] });
  return {
    ...{ kind: "toggle", label: options.label, start: options.start ?? false, look: {} },
    form: forms.truth,
    values: [false, true],
  };
}

export interface FieldOptions extends Labelled {
  /** 1 by default; of a passage 4. */
  readonly rows?: number;
  /** In characters, 200 by default; of a passage 1,000. */
  readonly most?: number;
}

const fieldForm = forms.fields({}, { label: forms.text, rows: forms.size, most: forms.size });
const upTo =
  (most: number): Form =>
  (value) =>
    typeof value === "string" && value.length <= most
      ? undefined
      : { path: [], says: `a text of at most ${most} characters expected` };

/** A text that one types. */
export function field(start: string, options: FieldOptions = {}): Control<string> {
  expectForms("field", { start: [forms.text, start], options: [fieldForm, options] });
  const { label, rows = 1, most = 200 } = options;
  return { kind: "field", label, start, look: { rows, most }, form: upTo(most), values: [start] };
}

/** A text and what is marked in it, from one character up to another; equal where the cursor stands. */
export interface MarkedText {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A text that one types and marks in: what is marked, or where the cursor stands, is part of the value. */
export function passage(
  text: string,
  options: FieldOptions & { readonly from?: number; readonly to?: number } = {},
): Control<MarkedText> {
  const { count } = forms;
  expectForms("passage", { text: [forms.text, text], options: [fieldForm, options] });
  const { label, rows = 4, most = 1000, from = 0, to = from } = options;
  const shape = forms.fields({ text: upTo(most), from: count, to: count });
  const start = { text, from, to };
  return { kind: "passage", label, start, look: { rows, most }, form: shape, values: [start] };
}

/** A button that draws by chance again: its value counts how often it was pressed, and can be a seed. */
export function again(label = "again"): Control<number> {
  expectForms("again", { label: [forms.text, label] });
  return { kind: "again", label, start: 0, look: {}, form: forms.count, values: [0, 1, 2, 3, 4, 5] };
}

/** Something drawn by hand: ink from 0 to 1 in `size` rows of `size` pixels. */
export function pad(size: number, start: readonly number[], options: Labelled = {}): Control<readonly number[]> {
  const ink = forms.list(forms.share, size * size, size * size);
  expectForms("pad", {
    ...{ size: [forms.size, size], start: [ink, start] },
    options: [forms.fields({}, { label: forms.text }), options],
  });
  return { kind: "pad", label: options.label, start, look: { size }, form: ink, values: [start] };
}

/** What lies on a board: the name of a piece at each place, row by row, or null. */
export type Board = readonly (string | null)[];

/** A board of `columns` by as many rows as its places make, on which one puts pieces of a palette: names and their looks. */
export function board(
  pieces: Readonly<Record<string, string>>,
  start: Board,
  options: Labelled & { readonly columns: number; readonly most?: number },
): Control<Board> {
  const { columns, most = start.length, label } = options;
  const place = forms.either("the name of a piece, or null", forms.oneOf(Object.keys(pieces)), forms.oneOf([null]));
  const places = forms.list(place, start.length, start.length);
  expectForms("board", { start: [places, start] });
  // In a list: a notebook's file sorts names.
  const look = { pieces: Object.entries(pieces), columns, most };
  return { kind: "board", label, start, look, form: places, values: [start] };
}

/** A square picture: its pixels [side, side, 3], red, green and blue from 0 to 255, in base64; or none. */
export type OwnPhotograph = string | null;

/** A picture of the reader's own, from a file: its middle square, scaled to `side` × `side` pixels. It starts with none. */
export function photograph(side: number, options: Labelled = {}): Control<OwnPhotograph> {
  expectForms("photograph", {
    side: [forms.size, side],
    options: [forms.fields({}, { label: forms.text }), options],
  });
  const form = forms.either(
    `${side} × ${side} pixels in base64, or null`,
    inBase64(side * side * 3),
    forms.oneOf([null]),
  );
  return { kind: "photograph", label: options.label, start: null, look: { side }, form, values: [null] };
}

const inBase64 =
  (bytes: number): Form =>
  (value) =>
    typeof value === "string" && value.length === 4 * Math.ceil(bytes / 3) && /^[A-Za-z0-9+/]*={0,2}$/.test(value)
      ? undefined
      : { path: [], says: `${bytes} bytes in base64 expected` };

/** The values that all of them start with. */
export const starts = <C extends Controls>(controls: C): ValuesOf<C> =>
  Object.fromEntries(Object.entries(controls).map(([name, { start }]) => [name, start])) as ValuesOf<C>;
