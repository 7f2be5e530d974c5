import type { FigureOrigin } from "../view/figure";
import { momentMime, originKey, plotlyMime, verdictMime } from "../view/mime";
import { figureName, slug } from "../view/names";
import type { Verdict } from "../view/verdict";
import { type CellOutput, joined, type Notebook, type Text } from "./ipynb";

/** An output that a link can lead to: a picture, whose file has the anchor's name, or a verdict. */
export interface Anchored {
  readonly anchor: string;
  readonly kind: "picture" | "verdict";
  readonly output: CellOutput;
}

/** What can be linked in the notebook of this name, "4-multilayer", in its order. */
export function anchorsOf({ cells }: Notebook, name: string): Anchored[] {
  const taken = new Set<string>();
  const own = (words: string): string => {
    const wanted = asName(words);
    let name = wanted;
    for (let again = 2; taken.has(name); again++) name = `${wanted}-${again}`;
    taken.add(name);
    return name;
  };
  return cells
    .flatMap(({ outputs = [] }) => outputs)
    .flatMap((output): Anchored[] => {
      const verdict = output.data?.[verdictMime] as Verdict | null | undefined;
      if (typeof verdict === "object" && verdict)
        return [{ anchor: own(`claim-${verdict.id}`), kind: "verdict", output }];
      if (isPicture(output)) return [{ anchor: own(pictureName(output, sectionOf(name))), kind: "picture", output }];
      return [];
    });
}

/** What a picture shows: "4-depth-bits" of a study, "4-stack" of a drawing; its title's words after the notebook's number for others. */
function pictureName(output: CellOutput, section: string): string {
  const origin = originOfOutput(output);
  const moment = output.data?.[momentMime] as { readonly name?: string } | undefined;
  const own = origin ? figureName(origin) : (drawingOfOutput(output) ?? (moment?.name && `${moment.name}-moment`));
  const name = own ?? (slug(titleOfPicture(output)) || "picture");
  return own?.startsWith(`${section}-`) ? own : `${section}-${name}`;
}

/** It stands in links and in the names of files, whatever a notebook calls it. */
const asName = (words: string): string => [...words.replace(/[^\p{L}\p{N}._-]+/gu, "-")].slice(0, 60).join("");

const sectionOf = (name: string): string => name.split("-")[0];

function titleOfPicture({ data = {} }: CellOutput): string {
  const { layout } = (data[plotlyMime] ?? {}) as { layout?: { title?: { text?: string } } };
  return layout?.title?.text ?? joined(data["text/plain"] as Text | undefined);
}

/** Of a study's figure. */
export function originOfOutput({ metadata }: CellOutput): FigureOrigin | undefined {
  const origin = metadata?.[originKey] as FigureOrigin | { readonly drawing: string } | undefined;
  return origin && "study" in origin ? origin : undefined;
}

/** The name of one of the lab's drawings. */
export const drawingOfOutput = ({ metadata }: CellOutput): string | undefined =>
  (metadata?.[originKey] as { readonly drawing?: string } | undefined)?.drawing;

const isPicture = ({ data }: CellOutput): boolean =>
  data?.[plotlyMime] !== undefined || data?.["image/png"] !== undefined;
