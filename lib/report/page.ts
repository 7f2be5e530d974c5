import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../core/project";
import { style } from "../diagrams/style";
import { escapeHtml } from "../view/progress";
import { anchorsHere } from "./claimsHere";
import { formulaStyle } from "./maths";
import { pageHead } from "./pageHead";
import { policy } from "./policy";
import { inLib, template } from "./template";

export interface Page {
  readonly title: string;
  /** The content between the page's navigation and its footer. */
  readonly body: string;
  /** Links at the top: text and address. */
  readonly navigation?: readonly (readonly [text: string, address: string])[];
  /** How what is on the page was run. */
  readonly footer: string;
  /** For paper: no script, and no file but itself. */
  readonly still?: boolean;
}

/**
 * A whole HTML file that needs nothing but itself: styles, fonts and scripts are in it. Whatever a notebook has put into
 * its body, no script but the page's own runs, and nothing is fetched but the report's own pictures.
 */
export function page({ title, body, navigation = [], footer, still = false }: Page): string {
  const ours = still ? [] : scripts(body);
  const lives = !still && computes(body);
  const links = navigation.map(([text, address]) => `<a href="${escapeHtml(address)}">${escapeHtml(text)}</a>`);
  const styles = `${formulaStyle(body)}
${body.includes('<figure class="drawing"') || hasMoments(body) ? `${style}${inLib("page/page.css")}` : ""}
${["colours.css", "page.css", "cells.css", "index.css", "print.css"].map(template).join("\n")}`;
  return `${pageHead({ title, rules: policy(ours, { pictures: still ? "data:" : beside, computes: lives }), styles })}<body>
${links.length ? `<nav>${links.join("")}${body.includes('<details class="code"') ? foldAll : ""}</nav>` : ""}
<main>
${body}
</main>
<footer>${footer}</footer>
${ours.map((script) => `<script>${script}</script>`).join("\n")}${lives ? `\n<script src="${livePage}"></script>` : ""}
</body>
</html>
`;
}

/** "self" are the pictures beside the page; Plotly saves a figure by way of a blob. */
const beside = "'self' data: blob:";

const foldAll = '<button type="button" class="fold" hidden></button>';

/** Beside the pages, once for all of them: the library as a browser runs it (lib/report/livePage.ts). */
export const livePage = "live.js";

const hasMoments = (body: string): boolean => body.includes('<figure class="moment"');
const computes = (body: string): boolean =>
  hasMoments(body) || anchorsHere.some((anchor) => body.includes(`id="${anchor}"`));

/** Only what the page has a use for. */
function scripts(body: string): string[] {
  const hasPlots = body.includes('<figure class="plot"') || hasMoments(body);
  const plotly = () => readFileSync(require.resolve("plotly.js-cartesian-dist-min"), "utf8");
  return [
    ...(hasPlots ? [plotly()] : []),
    ...(hasPlots || body.includes('<figure class="drawing"') ? [bundled("reportPage")] : []),
    ...(body.includes('<details class="code"') ? [template("fold.js")] : []),
    ...(body.includes('<div class="filter"') ? [template("ledger.js")] : []),
  ];
}

/** A script of lib/ for a browser, as the set-up has bundled it. */
export const bundled = (name: string): string =>
  readFileSync(path.join(projectRoot, "dist", "page", `${name}.js`), "utf8");
