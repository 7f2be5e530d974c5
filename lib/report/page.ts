import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../core/project";
import { escapeHtml } from "../view/progress";
import { formulaStyle } from "./maths";

export interface Page {
  readonly title: string;
  /** The content between the page's navigation and its footer. */
  readonly body: string;
  /** Links at the top: text and address. */
  readonly navigation?: readonly (readonly [text: string, address: string])[];
  /** How what is on the page was run. */
  readonly footer: string;
}

/** A whole HTML file that needs nothing but itself: styles, fonts and scripts are in it. */
export function page({ title, body, navigation = [], footer }: Page): string {
  const links = navigation.map(([text, address]) => `<a href="${escapeHtml(address)}">${escapeHtml(text)}</a>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>
${formulaStyle(body)}
${["page.css", "cells.css", "index.css", "print.css"].map(template).join("\n")}
</style>
</head>
<body>
${links.length ? `<nav>${links.join("")}${body.includes('<details class="code"') ? foldAll : ""}</nav>` : ""}
<main>
${body}
</main>
<footer>${footer}</footer>
${scripts(body)}
</body>
</html>
`;
}

const foldAll = '<button type="button" class="fold" hidden></button>';

/** Only what the page has a use for. */
function scripts(body: string): string {
  const plotly = () => readFileSync(require.resolve("plotly.js-cartesian-dist-min"), "utf8");
  const needed = [
    ...(body.includes('<figure class="plot"') ? [plotly(), template("dark.js"), template("plots.js")] : []),
    ...(body.includes('<details class="code"') ? [template("fold.js")] : []),
    ...(body.includes('<div class="claims"') ? [template("ledger.js")] : []),
  ];
  return needed.map((script) => `<script>${script}</script>`).join("\n");
}

const template = (name: string): string => readFileSync(path.join(projectRoot, "lib/report/template", name), "utf8");
