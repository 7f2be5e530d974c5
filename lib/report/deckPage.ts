import { readFileSync } from "node:fs";
import path from "node:path";
import { style as drawings } from "../diagrams/style";
import { darkFigures } from "./deckColours";
import { formulaStyle } from "./maths";
import { pageHead } from "./pageHead";
import { labFontStyle } from "./paper";
import { policy } from "./policy";
import { slideSize } from "./slidePlace";
import { speakerScript } from "./speakerView";
import { template } from "./template";

export interface DeckPage {
  readonly title: string;
  /** The sections, each with its slides. */
  readonly slides: string;
  /** For paper: a slide a page, no script, and the figures' font, which the printer's machine may not have. */
  readonly still?: boolean;
}

/**
 * The slides as a whole HTML file that needs nothing but itself, reveal.js in it. Whatever a notebook has put into them, no script but
 * ours runs, nothing is fetched, and no frame shows anything but the slides themselves (in the speaker's window).
 */
export function deckPage({ title, slides, still = false }: DeckPage): string {
  const folder = path.dirname(require.resolve("reveal.js"));
  const reveal = (file: string) => readFileSync(path.join(folder, file), "utf8");
  const notes = reveal("plugin/notes.js");
  const settings = `const slideSize = ${JSON.stringify(slideSize)};\n${template("slides.js")}`;
  const scripts = still ? [] : [reveal("reveal.js"), notes, settings].map(inHtml);
  const allowed = still ? [] : [...scripts, speakerScript(notes)];
  const rules = policy(allowed, { pictures: "data:", frames: still ? undefined : "'self'" });
  const styles = `${still ? `${labFontStyle()}\n${onPaper}` : reveal("reveal.css")}
${formulaStyle(slides)}
${drawings}
${forChoice(template("colours.css"))}
${template("slides.css")}
${darkFigures(slides)}`;
  return `${pageHead({ title, rules, styles })}<body>
<div class="reveal">
<div class="slides">
${slides}
</div>
${still ? "" : '<button type="button" class="theme" title="Dark or light (D)" aria-label="Dark or light">◐</button>'}
</div>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

const { width, height } = slideSize;
const onPaper = `@page{size:${width}px ${height}px;margin:0}
body{margin:0}
section.slide{position:relative;width:${width}px;height:${height}px;overflow:hidden;break-after:page}`;

/** The page's colours, dark not by the system's choice but by the slides' own (slides.js), which a key changes. */
const forChoice = (colours: string): string =>
  colours.replace(
    /@media screen and \(prefers-color-scheme: dark\) \{\s*:root/,
    "@media screen { :root[data-theme=dark]",
  );

/** A script's text in an HTML file, where these two begin what only a parser of HTML would see. */
const inHtml = (script: string): string => script.replaceAll("<!--", "\\x3c!--").replaceAll("<script", "\\x3cscript");
