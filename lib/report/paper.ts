import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { escapeHtml } from "../view/progress";
import { appendixHtml } from "./appendix";
import { asChapter, type Chapter, runText, versionsText } from "./chapter";
import type { Comparison } from "./comparison";
import { appendix, contents } from "./contents";
import { drawFormulas } from "./maths";
import { page } from "./page";
import { pageParts } from "./pageParts";
import type { Source } from "./sources";

export interface PaperOptions {
  readonly hideCode?: boolean;
  readonly comparison?: Comparison;
}

/** The whole report as one page for printing: links lead within it, and its figures are drawings. */
export async function paperHtml(
  sources: readonly Source[],
  bodies: readonly string[],
  { figures, comparison }: PaperOptions & { readonly figures: string },
): Promise<string> {
  const chapters = sources.map(asChapter);
  const names = new Set(chapters.map(({ name }) => name));
  const printed = await Promise.all(
    chapters.map(async ({ name, ...about }, i) => {
      const own = ownIds(bodies[i], name);
      const body = drawFormulas(within(await withDrawings(own, { name, figures }), names));
      return `<article class="notebook" id="${name}">${body}\n<p class="note">${footer(about)}</p></article>`;
    }),
  );
  const unpictured = chapters.map((chapter, i) => {
    return { ...chapter, pictures: [], cover: undefined, outline: pageParts(bodies[i]) }; // they all follow, large
  });
  const first = within(contents(unpictured, { comparison }), names);
  const last = within(appendixHtml(unpictured), names).replaceAll("<details ", "<details open ");
  const body = `<div class="paper"><style>${labFontStyle()}</style>${first}\n${printed.join("\n")}
<article class="notebook" id="appendix">${last}</article></div>`;
  return page({ title: "The lecture lab: report", body, footer: "Made by npm run report -- --pdf.", still: true });
}

const footer = ({ section, record }: Omit<Chapter, "name">): string =>
  escapeHtml(`Section ${section}, ${runText(record)}.${record ? ` ${versionsText(record)}.` : ""}`);

/** Every notebook numbers its figures from 1: in one document they need its name as well. */
const ownIds = (body: string, name: string): string =>
  body.replace(/ id="([^"]+)"/g, ` id="${name}-$1"`).replace(/href="#([^"]+)"/g, `href="#${name}-$1"`);

/** Links between pages, as links within the document. */
function within(html: string, names: ReadonlySet<string>): string {
  return html
    .replaceAll(`href="${appendix}"`, 'href="#appendix"')
    .replace(/href="(?:\.\/)?([^"/#]+)\.(?:html|ipynb)(?:#([^"]*))?"/g, (link, name: string, id?: string) =>
      names.has(name) ? `href="#${id ? `${name}-${id}` : name}"` : link,
    );
}

/** Each live figure as its SVG drawing, sharp at any size. */
async function withDrawings(
  body: string,
  { name, figures: folder }: { readonly name: string; readonly figures: string },
): Promise<string> {
  const figures = [
    ...body.matchAll(/<figure class="plot" id="([^"]+)">(<img alt="([^"]*)"[^>]*>)?[\s\S]*?<\/figure>/g),
  ];
  let html = body;
  for (const [figure, id, picture = "", alt = ""] of figures) {
    const file = path.join(folder, `${id.slice(name.length + 1)}.svg`);
    const svg = await readFile(file, "utf8").catch(() => undefined);
    const drawing = svg ? `<div role="img" aria-label="${alt}">${svg}</div>` : picture;
    const opening = figure.slice(0, figure.indexOf(">") + 1);
    html = html.replace(figure, () => `${opening}${drawing}</figure>`);
  }
  return html;
}

/** The figures' font (lib/view/staticImageFont.ts), for a browser whose machine has none. */
export function labFontStyle(): string {
  const folder = path.join(path.dirname(require.resolve("dejavu-fonts-ttf/package.json")), "ttf");
  const faces = { normal: "DejaVuSans.ttf", bold: "DejaVuSans-Bold.ttf" };
  const rules = Object.entries(faces).map(([weight, file]) => {
    const font = readFileSync(path.join(folder, file)).toString("base64");
    return `@font-face{font-family:"DejaVu Sans";font-weight:${weight};src:url(data:font/ttf;base64,${font})}`;
  });
  return rules.join("\n");
}
