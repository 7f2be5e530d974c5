import { type DOMWindow, JSDOM } from "jsdom";
import { style } from "../diagrams/style";
import { harmlessSvg } from "../view/harmlessSvg";
import { type CellOutput, joined, type Text } from "./ipynb";

let window: DOMWindow | undefined;

/** The lab's own drawing in an output, as a page may hold it; undefined where there is none. */
export function drawingIn({ data }: CellOutput): string | undefined {
  const svg = joined(data?.["image/svg+xml"] as Text | undefined);
  if (!svg) return undefined;
  window ??= new JSDOM("").window;
  return harmlessSvg(window, svg) || undefined;
}

/** A drawing as a file of its own: with its colours on dark paper. */
export const withStyle = (svg: string): string => svg.replace(/>/, `><style>${style}</style>`);
