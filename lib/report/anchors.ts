import type { FigureOrigin } from "../view/figure";
import { originKey, plotlyMime, verdictMime } from "../view/mime";
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
  const taken = new Map<string, number>();
  const own = (wanted: string): string => {
    const times = (taken.get(wanted) ?? 0) + 1;
    taken.set(wanted, times);
    return times === 1 ? wanted : `${wanted}-${times}`;
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

/** What a picture shows: "4-depth-bits" of a study; its title's words after the notebook's number for others. */
function pictureName(output: CellOutput, section: string): string {
  const origin = originOfOutput(output);
  const [study, words] = origin ? [figureName(origin), ""] : ["", slug(titleOfPicture(output))];
  return study.startsWith(`${section}-`) ? study : `${section}-${study || words || "picture"}`;
}

const sectionOf = (name: string): string => name.split("-")[0];

function titleOfPicture({ data = {} }: CellOutput): string {
  const { layout } = (data[plotlyMime] ?? {}) as { layout?: { title?: { text?: string } } };
  return layout?.title?.text ?? joined(data["text/plain"] as Text | undefined);
}

export const originOfOutput = ({ metadata }: CellOutput): FigureOrigin | undefined =>
  metadata?.[originKey] as FigureOrigin | undefined;

const isPicture = ({ data }: CellOutput): boolean =>
  data?.[plotlyMime] !== undefined || data?.["image/png"] !== undefined;
