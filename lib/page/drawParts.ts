import { harmlessSvg } from "../view/harmlessSvg";
import type { Pictured } from "../view/pictured";
import { drawFigure, type Plotly } from "./drawFigure";
import { lookInto } from "./lookInto";
import { reach } from "./reachScrolled";

/** How a page draws. */
export interface PartsContext {
  readonly plotly: () => Promise<Plotly>;
  readonly looks: () => { readonly isDark: boolean; readonly isNarrow: boolean };
}

/** What is drawn, and where. */
export interface Drawn {
  readonly parts: readonly Pictured[];
  readonly nodes: readonly HTMLElement[];
}

/** Draws each part into an element of its own below the one before; a figure that was there already changes in its place. */
export async function drawParts(
  target: HTMLElement,
  parts: readonly Pictured[],
  context: PartsContext,
  before?: Drawn,
): Promise<Drawn> {
  const isAlike =
    before?.parts.length === parts.length && parts.every((part, i) => kindOf(part) === kindOf(before.parts[i]));
  const nodes = isAlike ? before.nodes : parts.map((part) => nodeFor(part));
  if (!isAlike) target.replaceChildren(...nodes);
  for (const [i, part] of parts.entries()) {
    await drawPart(nodes[i], part, context);
    reach(nodes[i]);
  }
  return { parts, nodes };
}

/** Lower than in the text, so that controls and pictures are seen at once; what is low already, letters and pictures keep their height. */
function heightOf({ data, layout }: Extract<Pictured, { plot: unknown }>["plot"]): number {
  const usual = Number(layout.height) || 400;
  const isFixed = layout.images !== undefined || data.some(({ texttemplate }) => texttemplate);
  return usual > 320 && usual < 460 && !isFixed ? 0.75 * usual : usual;
}

const kindOf = (part: Pictured): string => Object.keys(part)[0];

function nodeFor(part: Pictured): HTMLElement {
  const node = document.createElement("div");
  node.className = `part ${kindOf(part)}`;
  // The room that it takes, so that the page does not jump when it is there.
  if ("plot" in part) {
    node.style.minHeight = `${heightOf(part.plot)}px`;
    node.append(document.createElement("div")); // wider than the page where it has letters to show: then the part scrolls
  }
  return node;
}

async function drawPart(node: HTMLElement, part: Pictured, { plotly, looks }: PartsContext): Promise<void> {
  if ("plot" in part) {
    const layout = { ...part.plot.layout, height: heightOf(part.plot) };
    node.style.minHeight = `${layout.height}px`; // it may be lower than the one before
    const look = { ...looks(), alt: part.alt };
    return drawFigure(await plotly(), node.firstElementChild as HTMLElement, { ...part.plot, layout }, look);
  }
  if ("svg" in part) {
    node.classList.add("lab-drawing");
    node.innerHTML = harmlessSvg(window, part.svg) ?? "";
    const svg = node.querySelector("svg");
    if (svg) lookInto(svg);
    return;
  }
  if ("text" in part) {
    node.textContent = part.text;
    return;
  }
  node.replaceChildren(tableOf(part.table));
}

function tableOf({
  caption,
  header,
  rows,
  verbatim = [],
}: Extract<Pictured, { table: unknown }>["table"]): HTMLTableElement {
  const table = document.createElement("table");
  table.createCaption().textContent = caption;
  const head = table.createTHead().insertRow();
  for (const name of header)
    head.append(Object.assign(document.createElement(name ? "th" : "td"), { textContent: name }));
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const [column, text] of row.entries()) {
      const cell = line.insertCell();
      cell.textContent = text;
      cell.classList.toggle("verbatim", verbatim.includes(column));
    }
  }
  return table;
}
