import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../core/project";
import { style } from "../diagrams/style";
import { escapeHtml } from "../view/progress";
import { anchorsHere } from "./claimsHere";
import { formulaStyle } from "./maths";
import { pageHead } from "./pageHead";
import { policy } from "./policy";
import { type Listed, sideList } from "./sideList";
import { inLib, template } from "./template";

export interface Page {
  readonly title: string;
  /** The content between what is at the top and the page's footer. */
  readonly body: string;
  /** The report's pages, this one with its headings; without them the page stands alone. */
  readonly pages?: readonly Listed[];
  /** How what is on the page was run. */
  readonly footer: string;
  /** For paper: no script, and no file but itself. */
  readonly still?: boolean;
}

/**
 * A whole HTML file that needs nothing but itself, and for a search the index beside it: styles, fonts and scripts are in it. Whatever
 * a notebook has put into its body, no script but the report's own runs, and nothing is fetched but the report's own files.
 */
export function page({ title, body, pages = [], footer, still = false }: Page): string {
  const ours = still ? [] : scripts(body);
  const lives = !still && computes(body);
  const styles = `${formulaStyle(body)}
${body.includes('<figure class="drawing"') || hasMoments(body) ? `${style}${inLib("page/page.css")}` : ""}
${["colours.css", "page.css", "frame.css", "cells.css", "index.css", "print.css"].map(template).join("\n")}`;
  const rules = policy(ours, { pictures: still ? "data:" : beside, besides: !still, computes: lives });
  const framed = pages.length > 0;
  return `${pageHead({ title, rules, styles })}<body>
${framed ? top(pages, body) : ""}<div class="sheet">
${framed ? sideList(pages) : ""}
<main id="lab:text">
${body}
${framed ? around(pages) : ""}</main>
</div>
<footer>${footer}</footer>
${ours.map((script) => `<script>${script}</script>`).join("\n")}${lives ? `\n<script src="${livePage}"></script>` : ""}
</body>
</html>
`;
}

/** "self" are the pictures beside the page; Plotly saves a figure by way of a blob. */
const beside = "'self' data: blob:";

/** What is hidden needs a script. */
const top = (
  [{ title, address }]: readonly Listed[],
  body: string,
): string => `<a class="skip" href="#lab:text">To the text</a>
<header class="top">
<a href="${escapeHtml(address)}">${escapeHtml(title)}</a>
<div class="search" role="search" hidden>
<input type="search" aria-label="Search the report" placeholder="Search the report ( / )" aria-keyshortcuts="/" autocomplete="off" spellcheck="false">
<div class="found"><p role="status"></p><ol></ol></div>
</div>
${body.includes('<details class="code"') ? '<button type="button" class="fold" hidden></button>' : ""}
</header>
`;

/** The pages before and after this one. */
function around(pages: readonly Listed[]): string {
  const here = pages.findIndex(({ parts }) => parts);
  const link = (listed: Listed | undefined, words: (title: string) => string) =>
    listed ? `<a href="${escapeHtml(listed.address)}">${escapeHtml(words(listed.title))}</a>` : "<span></span>";
  return `<nav class="around" aria-label="Before and after">
${link(pages[here - 1], (title) => `← ${title}`)}
${link(pages[here + 1], (title) => `${title} →`)}
</nav>
`;
}

/** Beside the pages, once for all of them: the library as a browser runs it (lib/report/livePage.ts). */
export const livePage = "live.js";

const hasMoments = (body: string): boolean => body.includes('<figure class="moment"');
const computes = (body: string): boolean =>
  hasMoments(body) || anchorsHere.some((anchor) => body.includes(`id="${anchor}"`));

/** Plotly is large: only where the page has a use for it. */
function scripts(body: string): string[] {
  const hasPlots = body.includes('<figure class="plot"') || hasMoments(body);
  const plotly = () => readFileSync(require.resolve("plotly.js-cartesian-dist-min"), "utf8");
  return [
    ...(hasPlots ? [plotly()] : []),
    bundled("reportPage"),
    ...(body.includes('<details class="code"') ? [template("fold.js")] : []),
    ...(body.includes('<div class="filter"') ? [template("ledger.js")] : []),
  ];
}

/** A script of lib/ for a browser, as the set-up has bundled it. */
export const bundled = (name: string): string =>
  readFileSync(path.join(projectRoot, "dist", "page", `${name}.js`), "utf8");
