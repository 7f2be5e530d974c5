import { escapeHtml } from "../view/progress";
import { effectText } from "../view/verdict";
import { inBothLights } from "./deckColours";
import { asNotes, inLine } from "./fragments";
import { type JudgedClaim, tally } from "./ledger";
import { symbols, words } from "./ledgerHtml";
import { drawingForSlide } from "./slideDrawing";
import { figureForSlides } from "./slideFigure";
import type { SectionOutline, SlideOutline } from "./slideOutline";
import { heightOfText } from "./slidePlace";

/** The words of a section's slides as HTML, in the order of `markdownOf`. */
export type Turned = (markdown: string) => string;

/** What the slides of a section say in the notebook's Markdown. */
export const markdownOf = ({ chapter, lead, slides }: SectionOutline): string[] => [
  ...[chapter.title, lead],
  ...slides.flatMap(({ heading, sentence, notes }) => [heading, sentence, ...notes]),
];

/** The slides of a section, one below the other: its title, its drawings and figures, what became of its claims. */
export function sectionSlides(outline: SectionOutline, turned: Turned, failed: (fault: string) => void): string {
  const { chapter, lead, slides } = outline;
  const title = inLine(turned(chapter.title));
  const about = { title, turned, failed };
  return `<section>
${slide("opening", `<h1>${title}</h1>\n<div class="lead">${inLine(turned(lead))}</div>`)}
${slides.flatMap((one) => pictureSlides(one, about)).join("\n")}
${closingSlides(chapter.claims, title).join("\n")}
</section>`;
}

/** The first of all. */
export const firstSlide = (claims: readonly JudgedClaim[], sections: number): string =>
  slide(
    "opening",
    `<h1>The lecture lab for recurrent networks</h1>
<div class="lead">A lecture on recurrent neural networks whose networks run.</div>
<p class="tally">${sections} section${sections === 1 ? "" : "s"}, ${tally(claims)}.</p>
<p class="keys"><kbd>→</kbd> next <kbd>Esc</kbd> all slides <kbd>S</kbd> notes <kbd>D</kbd> dark or light <kbd>F</kbd> full screen</p>`,
  );

/** reveal.js decides how a section is displayed; what is in it is ours. */
const slide = (kind: string, content: string, notes = ""): string =>
  `<section class="slide"><div class="${kind}">${content}</div>${notes}</section>`;

interface About {
  readonly title: string;
  readonly turned: Turned;
  readonly failed: (fault: string) => void;
}

function pictureSlides(outline: SlideOutline, about: About): string[] {
  const { picture, heading, sentence, claims } = outline;
  const { title, turned } = about;
  const titled = `<h2>${inLine(turned(heading))}</h2>`;
  const said = picture.svg
    ? `${titled}\n<div class="sentence">${inLine(turned(sentence))}</div>`
    : claims.map((claim) => verdictLines(claim, claims.length)).join("\n") || titled;
  const { place, shown } = pictures(outline, about);
  return shown.map((html, i) => {
    const part = shown.length > 1 ? ` <span class="part">(${i + 1} of ${shown.length})</span>` : "";
    return slide(
      place,
      `<div class="said">${said}</div>\n${html}\n<p class="where">${title}${part}</p>`,
      `\n<aside class="notes">${notesHtml(outline, turned)}</aside>`,
    );
  });
}

interface Pictures {
  readonly place: string;
  /** One; more of a figure that is too high for a slide. */
  readonly shown: readonly string[];
}

function pictures(outline: SlideOutline, { failed }: About): Pictures {
  const { id, alt, png, drawn, svg } = outline.picture;
  const words = heightOfWords(outline);
  if (svg) {
    const { place, drawing } = drawingForSlide(svg, words);
    return { place: place.name, shown: [`<figure class="drawing">${drawing}</figure>`] };
  }
  const { place, parts, failure } = figureForSlides(drawn ?? { data: [], layout: {}, alt }, words);
  const label = escapeHtml(alt);
  const figure = (image: string) => {
    const paper = image.includes("<image") ? " paper" : "";
    return `<figure class="plot${paper}" role="img" aria-label="${label}">${inBothLights(image)}</figure>`;
  };
  if (parts.length) return { place: place.name, shown: parts.map(figure) };
  failed(`figure ${id}: ${failure}`);
  const still = `<img alt="${label}" src="data:image/png;base64,${png.toString("base64")}">`;
  return { place: place.name, shown: [`<figure class="plot paper">${still}</figure>`] };
}

/** As template/slides.css sets them. */
function heightOfWords({ picture, heading, sentence, claims }: SlideOutline): number {
  if (!picture.svg && claims.length) {
    const size = [32, 24][claims.length - 1] ?? 20;
    return claims.reduce((sum, { claim }) => sum + heightOfText(claim, size) + 44, 0);
  }
  return heightOfText(heading, 32) + (picture.svg ? 8 + heightOfText(sentence, 24) : 0);
}

/** The claim, and what became of it. */
function verdictLines(claim: JudgedClaim, ofHowMany: number): string {
  const { outcome, expected, moved } = claim;
  const other = moved ? ` <span class="moved">expected: ${expected}</span>` : "";
  return `<h2 class="${["alone", "one-of-two"][ofHowMany - 1] ?? "one-of-many"}">${words(claim.claim)}</h2>
<p class="verdict">${badge(outcome)} <span class="effect">${ofHowMany > 2 ? "" : "effect "}${escapeHtml(effectText(claim))}</span>${other}</p>`;
}

const badge = (outcome: JudgedClaim["outcome"]): string =>
  `<span class="badge ${outcome}">${symbols[outcome]} ${outcome}</span>`;

function notesHtml({ notes, claims }: SlideOutline, turned: Turned): string {
  const measured = claims.map(
    ({ measured, criterion }) => `<p>${words(measured)} <em>Criterion: ${words(criterion)}.</em></p>`,
  );
  return [...notes.map((text) => asNotes(turned(text))), ...measured].join("\n<hr>\n");
}

const most = 7;

/** The tally, with the claims that it counts. */
function closingSlides(claims: readonly JudgedClaim[], title: string): string[] {
  if (claims.length === 0) return [];
  const count = Math.ceil(claims.length / most);
  const each = Math.ceil(claims.length / count);
  return Array.from({ length: count }, (_, i) => {
    const rows = claims.slice(i * each, (i + 1) * each).map(claimRow);
    return slide(
      "closing",
      `<h2>${tally(claims)}</h2>\n<table>${rows.join("\n")}</table>\n<p class="where">${title}</p>`,
    );
  });
}

const claimRow = (claim: JudgedClaim): string =>
  `<tr><td>${badge(claim.outcome)}</td><td>${words(claim.claim)}</td><td class="effect">${escapeHtml(effectText(claim))}</td></tr>`;
