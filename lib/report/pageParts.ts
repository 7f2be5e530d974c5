import { JSDOM } from "jsdom";

/** A heading of a page, and what stands under it up to the next one. */
export interface PagePart {
  /** 1 to 6; 0 of what stands before the first heading. */
  readonly level: number;
  /** "" before the first heading. */
  readonly id: string;
  readonly title: string;
  /** Its prose, with inline formulas in plain letters and without set ones. */
  readonly text: string;
  /** Anchors of the drawings and the verdicts under it. */
  readonly drawings: readonly string[];
  readonly verdicts: readonly string[];
  /** The heading of a higher level that it stands under. */
  readonly under?: string;
}

/** The headings of a page's cells (render.py) in order. */
export function pageParts(body: string): PagePart[] {
  const parts: PagePart[] = [];
  let open = part({ level: 0, id: "", title: "" });
  const close = (next: ReturnType<typeof part>) => {
    if (open.level > 0 || open.text || open.drawings.length || open.verdicts.length)
      parts.push({ ...open, text: tidy(open.text) });
    open = next;
  };
  for (const node of nodes(body)) {
    const level = Number(/^H([1-6])$/.exec(node.tagName)?.[1] ?? 0);
    if (level > 0) {
      const under = [...parts, open].findLast((above) => above.level > 0 && above.level < level)?.title;
      node.querySelector(".anchor-link")?.remove();
      close(part({ level, id: node.id, title: tidy(words(node)), under }));
    } else if (node.matches("figure.drawing")) open.drawings.push(node.id);
    else if (node.matches(".rich")) open.verdicts.push(node.id);
    else open.text += ` ${words(node)}`;
  }
  close(open);
  return parts;
}

function nodes(body: string): readonly Element[] {
  try {
    return [...JSDOM.fragment(light(body)).querySelectorAll(".words > *, figure.drawing, .rich[id^=claim-]")];
  } catch (error) {
    // Of an output whose HTML is nested too deeply: the page is shown, and not searched.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

const part = (heading: Pick<PagePart, "level" | "id" | "title" | "under">) => ({
  ...heading,
  ...{ text: "", drawings: [] as string[], verdicts: [] as string[] },
});

/** Pictures and data take most of a page and say nothing here. */
const light = (body: string): string => body.replace(/<script[\s\S]*?<\/script>/g, "").replace(/src="data:[^"]*"/g, "");

function words(node: Element): string {
  for (const set of node.querySelectorAll("div.formula, pre")) set.remove();
  for (const formula of node.querySelectorAll(".formula"))
    formula.textContent = plainFormula(formula.textContent ?? "");
  return node.matches("div.formula, pre") ? "" : (node.textContent ?? "");
}

/** `\sigma(W_{hf})` as somebody would type it: "sigma(W_hf)". */
const plainFormula = (formula: string): string =>
  formula.replace(/\\(?:mathrm|text|left|right|overline|quad|qquad|[,;!])/g, " ").replace(/[\\{}$]/g, "");

const tidy = (text: string): string => text.replace(/\s+/g, " ").trim();
