import * as experiments from "../lib/experiments";
import type { Study } from "../lib/lab/study";
import { joined, type Notebook } from "../lib/report/ipynb";
import { tableText } from "../lib/view/table";
import { verdictText } from "../lib/view/verdict";
import { numbersIn } from "./proseNumbers";

type AnyStudy = Study<object, { readonly config: object }>;
type Cell = Notebook["cells"][number];
const studies = experiments as unknown as Readonly<Record<string, AnyStudy>>;

/** How many cells away what prose quotes may be: the text of a result, and what a figure draws. */
const near = { text: 6, figure: 2 };

/** The numbers that a cell of a notebook may quote: of the outputs around it, and of the studies that the notebook imports. */
export function heldNumbers({ cells }: Notebook): (index: number) => Set<number> {
  const ofStudies = studiesOf(cells).flatMap((study) => [...configured(study), ...recorded(study)]);
  const texts = cells.map(textNumbers);
  const drawn = cells.map(figureNumbers);
  const within = (all: readonly number[][], index: number, most: number) =>
    all.slice(Math.max(0, index - most), index + most + 1).flat();
  return (index) => new Set([...ofStudies, ...within(texts, index, near.text), ...within(drawn, index, near.figure)]);
}

function studiesOf(cells: readonly Cell[]): AnyStudy[] {
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => joined(source));
  return Object.entries(studies).flatMap(([name, study]) =>
    code.some((text) => new RegExp(`\\b${name}\\b`).test(text)) ? [study] : [],
  );
}

const configured = ({ defaults, presets }: AnyStudy): number[] =>
  numbersIn(JSON.stringify([defaults, ...Object.values(presets)]));

/** Verdicts and tables of what ships with the lab. */
function recorded(study: AnyStudy): number[] {
  let result: { readonly config: object };
  try {
    result = study.recorded();
  } catch {
    return []; // none, or none that can be used: test/experiments/recordedFiles.test.ts tells
  }
  const verdicts = Object.keys(study.claims).map((claim) => study.verdict(result, claim as never));
  const effects = verdicts.flatMap((verdict) => verdict.effects ?? []);
  const tables = Object.values(study.tables).map((make) => tableText(make(result)));
  return [
    ...numbersIn([...verdicts.map(verdictText), ...tables, JSON.stringify(result.config)].join("\n")),
    ...effects,
  ];
}

/** What a cell says itself, and what it shows in words: tables, verdicts, figures' alternative texts. */
function textNumbers({ cell_type, source, outputs = [] }: Cell): number[] {
  if (cell_type !== "code") return [];
  const shown = outputs.flatMap(({ data, text }) => [
    joined(data?.["text/plain"] as string),
    joined(data?.["text/html"] as string)
      .replace(/<(style|script|svg)[\s\S]*?<\/\1>/g, " ")
      .replace(/<[^>]*>/g, " "),
    joined(text as string),
  ]);
  return numbersIn([joined(source), ...shown].join("\n"));
}

function figureNumbers({ outputs = [] }: Cell): number[] {
  const traces = outputs.flatMap(
    ({ data }) => (data?.["application/vnd.plotly.v1+json"] as { data?: object[] })?.data ?? [],
  );
  return numbersIn(
    JSON.stringify(traces.map((trace) => ["x", "y", "z", "text"].map((axis) => trace[axis as keyof object]))),
  );
}
