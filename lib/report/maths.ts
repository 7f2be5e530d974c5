import { readFileSync } from "node:fs";
import path from "node:path";
import katex from "katex";

/**
 * The formulas that render.py marked, drawn by KaTeX now: the page needs neither a script nor the network for them. As
 * MathML they need no style sheet, either.
 */
export function drawFormulas(html: string, output: "htmlAndMathml" | "mathml" = "htmlAndMathml"): string {
  return html.replace(/<(div|span) class="formula">([\s\S]*?)<\/\1>/g, (_, tag: string, escaped: string) => {
    const formula = katex.renderToString(unescaped(escaped), {
      displayMode: tag === "div",
      throwOnError: false,
      output,
    });
    return `<${tag} class="maths">${formula}</${tag}>`;
  });
}

/** KaTeX's style sheet with its fonts in it; nothing for a page without formulas. */
export function formulaStyle(html: string): string {
  if (!html.includes('class="maths"')) return "";
  const folder = path.dirname(require.resolve("katex/dist/katex.min.css"));
  const css = readFileSync(path.join(folder, "katex.min.css"), "utf8");
  return css.replace(/src:url\((fonts\/[^)]+\.woff2)\)[^}]*/g, (_, file: string) => {
    const font = readFileSync(path.join(folder, file)).toString("base64");
    return `src:url(data:font/woff2;base64,${font}) format("woff2")`;
  });
}

const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&" };
const unescaped = (text: string): string => text.replace(/&(?:lt|gt|quot|#x27|amp);/g, (entity) => entities[entity]);
