import { z } from "zod";
import { presets } from "../lab/preset";
import { controlKinds } from "../view/controls";
import { momentMime, originKey, plotlyMime, verdictMime } from "../view/mime";
import { recordedStates } from "../view/recordedSource";
import { outcomes } from "../view/verdict";
import type { CellOutput, Notebook, NotebookCell } from "./ipynb";

/** A notebook in its form, and what in its file was not: each fault costs only itself. */
export interface Formed {
  readonly notebook: Notebook;
  /** "output 2 of cell 3: a verdict expected: effect: a number expected" */
  readonly faults: readonly string[];
}

/** No notebook's outputs are nested deeper, and what is cannot be written down again. */
const deepest = 100;

const object = z.record(z.string(), z.unknown());
const text = z.union([z.string(), z.array(z.string())]);
const picture = text.refine((parts) => isBase64([parts].flat().join("").replace(/\s/g, "")), "base64 expected");
const isBase64 = (digits: string): boolean => digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits);
const plot = z.looseObject({
  data: z.array(object),
  layout: object.optional(),
  frames: z.array(object).optional(),
});
const source = z.looseObject({
  ...{ study: z.string(), preset: z.string(), date: z.string(), commit: z.string().nullable(), processor: z.string() },
  ...{ jobs: z.number(), state: z.enum(recordedStates), changed: z.array(z.string()), why: z.string().optional() },
});
const part = z.union([
  z.looseObject({ plot: plot.extend({ layout: object }), alt: z.string() }),
  z.looseObject({ svg: z.string(), alt: z.string() }),
  z.looseObject({
    table: z.looseObject({ caption: z.string(), header: z.array(z.string()), rows: z.array(z.array(z.string())) }),
  }),
  z.looseObject({ text: z.string(), alt: z.string() }),
]);
const moment = z.looseObject({
  ...{ id: z.string(), name: z.string().optional(), title: z.string(), parts: z.array(part) },
  controls: z.array(
    z.looseObject({ name: z.string(), kind: z.enum(controlKinds), label: z.string().optional(), look: object }),
  ),
  frames: z
    .array(z.looseObject({ values: object, parts: z.array(part) }))
    .min(1)
    .optional(),
});
const verdict = z.looseObject({
  ...{ id: z.string().min(1), section: z.string(), claim: z.string(), criterion: z.string(), measured: z.string() },
  ...{ expected: z.enum(outcomes), outcome: z.enum(outcomes), effect: z.number().nullable() },
  interval: z.tuple([z.number(), z.number()]).nullable(),
  ...{ unit: z.string().optional(), effects: z.array(z.number()).optional() },
  bar: z.object({ is: z.enum(["above", "within"]), at: z.number() }).optional(),
  config: object.optional(),
  source: source.optional(),
});
const origin = z.union([
  z.looseObject({ study: z.string(), name: z.string(), claims: z.array(z.string()) }),
  z.looseObject({ drawing: z.string().min(1) }),
]);
const runRecord = z.looseObject({
  ...{ preset: z.enum(presets), date: z.string(), seconds: z.number().nonnegative() },
  ...{ node: z.string(), tfjs: z.string(), tensorflow: z.string(), cpu: z.string() },
  ...{ code: z.string().optional(), data: z.string().optional() },
  parameters: z.record(z.string(), z.string()).optional(),
  failure: z.looseObject({ cell: z.int().nonnegative(), source: z.string(), message: z.string() }).optional(),
  recorded: z.array(verdict).optional(),
});

const forms: Readonly<Record<string, readonly [what: string, form: z.ZodType]>> = {
  [plotlyMime]: ["a Plotly figure", plot],
  [verdictMime]: ["a verdict", verdict],
  [momentMime]: ["a moment", moment],
  "image/png": ["a picture", picture],
  "image/jpeg": ["a picture", picture],
};
const shows = new Set(["display_data", "execute_result", "update_display_data"]);

/** What a notebook's file holds as the report may take it; a sentence where it is no notebook at all. */
export function formed(file: unknown): Formed | string {
  const given = object.safeParse(file).data;
  if (!given || !Array.isArray(given.cells)) return "JSON with cells expected";
  if (given.nbformat !== undefined && given.nbformat !== 4) return `format 4 expected, got ${given.nbformat}`;
  const bad = given.cells.findIndex((cell) => typeof cell?.cell_type !== "string");
  if (bad >= 0) return `cell ${bad + 1}: a cell with its type expected`;
  const faults: string[] = [];
  const cells = given.cells.map((cell, i) => formedCell(cell, (fault) => faults.push(`cell ${i + 1}: ${fault}`)));
  const metadata = formedMetadata(given.metadata, (fault) => faults.push(fault));
  return { notebook: { ...shallow(given), cells, metadata, nbformat: 4, nbformat_minor: minor(given) }, faults };
}

const minor = ({ nbformat_minor }: Readonly<Record<string, unknown>>): number =>
  Number.isInteger(nbformat_minor) ? (nbformat_minor as number) : 5;

type Complain = (fault: string) => void;

function formedMetadata(given: unknown, complain: Complain): Notebook["metadata"] {
  const metadata = taken(object, given ?? {}, "metadata", complain) ?? {};
  if (metadata.lecture_lab === undefined) return metadata;
  const { lecture_lab, ...rest } = metadata;
  const record = taken(runRecord, lecture_lab, "the record of a run", complain);
  return record ? { ...rest, lecture_lab: record as unknown as Notebook["metadata"]["lecture_lab"] } : rest;
}

function formedCell(cell: Readonly<Record<string, unknown>>, complain: Complain): NotebookCell {
  const { outputs, ...rest } = cell;
  const own = {
    ...shallow(rest),
    cell_type: cell.cell_type as string,
    source: taken(text, cell.source, "source", complain) ?? "",
    metadata: taken(object, cell.metadata ?? {}, "metadata", complain) ?? {},
  };
  if (cell.cell_type !== "code") return own;
  const list = taken(z.array(z.unknown()), outputs ?? [], "a list of outputs", complain) ?? [];
  const tell = (i: number) => (fault: string) => complain(`output ${i + 1}: ${fault}`);
  return { ...own, outputs: list.flatMap((output, i) => formedOutput(output, tell(i))) };
}

function formedOutput(given: unknown, complain: Complain): CellOutput[] {
  const output = taken(object, given, "an output", complain);
  if (!output) return [];
  const type = output.output_type;
  if (type === "stream") {
    const [said, name] = [taken(text, output.text, "text", complain), output.name];
    return said === undefined ? [] : [{ output_type: type, text: said, name: name === "stderr" ? name : "stdout" }];
  }
  if (type === "error") {
    const [ename, evalue] = [output.ename, output.evalue].map((part) => (typeof part === "string" ? part : ""));
    const trace = taken(z.array(z.string()), output.traceback ?? [], "a traceback", complain);
    return [{ ...{ output_type: type, ename, evalue }, traceback: trace ?? [`${ename}: ${evalue}`] }];
  }
  if (!shows.has(type as string)) {
    complain(`an output of a known type expected, got ${JSON.stringify(type)?.slice(0, 40)}`);
    return [];
  }
  const data = taken(object, output.data, "data by MIME type", complain);
  if (!data) return [];
  const metadata = taken(object, output.metadata ?? {}, "metadata", complain) ?? {};
  const { [originKey]: from, ...others } = metadata;
  const named = from === undefined ? undefined : taken(origin, from, "a figure's or drawing's origin", complain);
  return [
    {
      ...output,
      output_type: type as string,
      data: formedData(data, complain),
      metadata: { ...others, ...(named ? { [originKey]: named } : {}) },
    },
  ];
}

function formedData(data: Readonly<Record<string, unknown>>, complain: Complain): Readonly<Record<string, unknown>> {
  const good = Object.entries(data).flatMap(([mime, value]): [string, unknown][] => {
    const isText = mime.startsWith("text/") || mime === "image/svg+xml";
    const [what, form] = isText ? ["text", text] : (forms[mime] ?? ["JSON", z.unknown()]);
    const read = taken(form, value, `${mime}: ${what}`, complain);
    return read === undefined ? [] : [[mime, read]];
  });
  return Object.fromEntries(good);
}

/** The value where it has the form; undefined, and a complaint, where it has not. */
function taken<T>(form: z.ZodType<T>, value: unknown, what: string, complain: Complain): T | undefined {
  if (isDeep(value)) {
    complain(`${what} expected, got one nested more than ${deepest} deep`);
    return undefined;
  }
  const { success, data, error } = form.safeParse(value);
  if (success) return data;
  const [{ path, message }] = error.issues;
  complain(`${what} expected: ${[...path.map(String), message].join(": ")}`);
  return undefined;
}

/** Of what the report has no form for, what can be written down again. */
const shallow = (given: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => !isDeep(value)));

function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}
