import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { projectRoot } from "../lib/core/project";
import { anchorsOf } from "../lib/report/anchors";
import { joined, type Notebook } from "../lib/report/ipynb";
import { bareCitations, isExplained, sentencesOf, type Term } from "./plainProse";

const folder = path.join(projectRoot, "notebooks");
const files = readdirSync(folder).filter((file) => /^\d.*\.ipynb$/.test(file));
const notebooks = new Map(
  files.map((file): [string, Notebook] => [file, JSON.parse(readFileSync(path.join(folder, file), "utf8"))]),
);

interface Prose {
  readonly index: number;
  readonly text: string;
}
const proseOf = (file: string): Prose[] =>
  notebooks
    .get(file)!
    .cells.flatMap(({ cell_type, source }, index) =>
      cell_type === "markdown" ? [{ index, text: joined(source) }] : [],
    );

const most = { words: 900, wordsOfASentence: 25 };

/** Words on which a student stumbles, and what to write instead. */
const banned: readonly [words: RegExp, instead: string][] = [
  [/\bin step\b/i, "at the same step (synced)"],
  [/\bthe carry\b|\bcarry['’]s\b|\b(?:through|along|by) (?:the|this) carry\b/i, "the forget gate f_t"],
  [/\blikel(?:iest|ier)\b/i, "most probable, more probable"],
  [/\b(?:rungs?|ladder)\b/i, "lag"],
  [/\bthe bag\b/i, "the memoryless network"],
  [/\bdecades?\b/i, "powers of ten"],
  [/\btold later\b/i, "with a delay"],
  [/\bthings?\b/i, "object, or what is meant"],
  [/\bheld\b(?![- ]out)/i, "kept constant, compared with"],
  [/\bseeds? (?:learn|learns|learnt)\b/i, "runs learn"],
  [/\bby heart\b/i, "memorises"],
  [/\bhands? (?:on|down|over)\b/i, "passes on"],
  [/\b(?:whoever|whomsoever|whilst|upon|lest|hitherto|thereof|wherein|strewn|nay|ere|as it were|so to speak)\b/i, "…"],
  [/\b(?:flatters?|sobering|kind to|opinion|promises?|breeds?|lives on|looks away|knows? the same)\b/i, "no image"],
];

/** A word of the field in its forms, where these are not its heading and an s. */
const forms: Readonly<Record<string, RegExp>> = {
  "held-out loss": /\bheld[- ]out\b/i,
  "bits per character": /\bbits per (?:held-out )?character\b/i,
  run: /\b(?:the|an?|one|each|every|this|these|all|long(?:er)?|short|live) runs?\b(?! (?:it|the|them|all|on)\b)/i,
  "recorded run": /\brecorded\b/i,
  "backpropagation through time": /\bbackpropagation through time\b|\bBPTT\b/i,
  vanishing: /\bvanish(?:es|ed|ing)?\b/i,
  exploding: /\b(?:explod(?:es?|ed|ing)|explosions?)\b/i,
  clipping: /\bclip(?:ping|ped)?\b/i,
  study: /\bstud(?:y|ies)\b/i,
  jacobian: /\bJacobians?\b/,
  gate: /\bgates?\b/i,
  "mean-field theory": /\bmean[- ]field\b/i,
  "spectral radius": /\bspectral (?:radius|radii)\b/i,
  "exact test": /\bexact (?:tests?|intervals?)\b|\bMcNemar\b|\bbinomial\b/i,
};

const home = "0-start-here.ipynb";
const isGlossary = ({ text }: Prose): boolean => /^## Glossary$/m.test(text);
const glossary = proseOf(home).find(isGlossary)?.text ?? "";
const entries = glossary.split(/^### /m).slice(1);
const terms: Term[] = entries
  .map((entry) => entry.split("\n")[0].trim())
  .filter((heading) => heading !== "letters")
  .map((heading) => ({
    anchor: heading.replaceAll(" ", "-"),
    pattern: forms[heading] ?? new RegExp(`\\b${heading}s?\\b`, "i"),
  }));

/** What each notebook breaks, in a sentence each. */
const rules: Readonly<Record<string, (file: string) => string[]>> = {
  [`words above ${most.words}`]: (file) => {
    const sentences = proseOf(file)
      .filter((cell) => !isGlossary(cell))
      .flatMap(({ text }) => sentencesOf(text));
    const words = sentences.reduce((sum, sentence) => sum + sentence.words, 0);
    return Array.from({ length: Math.max(0, words - most.words) }, () => `${words} words in all`);
  },
  [`sentences above ${most.wordsOfASentence} words`]: (file) =>
    proseOf(file).flatMap(({ index, text }) =>
      sentencesOf(text)
        .filter(({ words }) => words > most.wordsOfASentence)
        .map((sentence) => `cell ${index}: ${sentence.words} words in "${sentence.text}"`),
    ),
  "words that are banned": (file) =>
    proseOf(file).flatMap(({ index, text }) =>
      sentencesOf(text).flatMap((sentence) =>
        banned.flatMap(([words, instead]) =>
          (sentence.text.match(words) ?? [])
            .slice(0, 1)
            .map((found) => `cell ${index}: "${found}" (write: ${instead}) in "${sentence.text}"`),
        ),
      ),
    ),
  "terms that are not explained": (file) =>
    terms.flatMap((term) => {
      const first = proseOf(file).find((cell) => !isGlossary(cell) && isExplained(cell.text, term) !== undefined);
      if (!first || isExplained(first.text, term)) return [];
      const [word] = first.text.match(term.pattern) ?? [term.anchor];
      return [`cell ${first.index}: "${word}" is no link to ${home}#${term.anchor} where it is used first`];
    }),
  "citations without a link": (file) =>
    proseOf(file).flatMap(({ index, text }) => bareCitations(text).map((found) => `cell ${index}: ${found}`)),
};

for (const file of files) {
  test(`${file} is plain`, () => {
    const broken = Object.entries(rules).flatMap(([rule, find]) => {
      const found = find(file);
      return found.length > 0 ? [[`${found.length} ${rule}`, ...new Set(found)].join("\n")] : [];
    });
    assert.ok(broken.length === 0, `${file}\n${broken.join("\n")}`);
  });
}

describe("the glossary", () => {
  test("has a term once, in the form of a link that every reader resolves alike, and a plain sentence for it", () => {
    assert.ok(entries.length > 20);
    const headings = entries.map((entry) => entry.split("\n")[0]);
    assert.equal(new Set(headings).size, headings.length);
    for (const heading of headings) assert.match(heading, /^[a-z][a-z-]*(?: [a-z-]+)*$/);
    for (const entry of entries.filter((text) => !text.startsWith("letters")))
      assert.equal(sentencesOf(entry.replace(/^.*\n/, "")).length, 1, entry);
  });

  test("is used: each term by a notebook", () => {
    const all = files.flatMap(proseOf).filter((cell) => !isGlossary(cell));
    const unused = terms.filter(({ pattern }) => !all.some(({ text }) => pattern.test(text)));
    assert.deepEqual(unused, []);
  });
});

test("a link into a notebook leads to a heading or an output of it", () => {
  for (const file of files) {
    for (const { index, text } of proseOf(file)) {
      for (const [, target, anchor] of text.matchAll(/\]\(([^)\s#]*\.ipynb)?#([^)]+)\)/g)) {
        const at = target ?? file;
        const headings = proseOf(at).flatMap(({ text: there }) => [...there.matchAll(/^#+ (.+)$/gm)]);
        const anchors = [
          ...headings.map(([, heading]) => heading.replaceAll(" ", "-")),
          ...anchorsOf(notebooks.get(at)!, at.replace(/\.ipynb$/, "")).map((found) => found.anchor),
        ];
        assert.ok(anchors.includes(anchor), `${file}, cell ${index}: ${at}#${anchor}`);
      }
    }
  }
});

describe("how prose is read", () => {
  const lengths = (markdown: string) => sentencesOf(markdown).map(({ words }) => words);

  test("a sentence ends at its stop, its list item, its cell or its heading; code and formulas are a word each", () => {
    assert.deepEqual(lengths("# One two\nThree four. Five `a b c` $x = 1$ – six.\n\n$$a\n= b$$\n"), [2, 2, 4, 1]);
    assert.deepEqual(
      lengths("Two kinds:\n\n- one of *three words*\n  and two\n- another. `f(x)` ends.\n"),
      [2, 6, 1, 2],
    );
    assert.deepEqual(lengths("| a b | [c d](e.ts) |\n|---|---|\n```ts\nconst a = 1;\n```\n"), [2, 2]);
    assert.deepEqual(lengths("Le et al. (2015) say so. “And so.”"), [6, 2]);
  });

  test("a term is explained by a link or by italics where it comes first", () => {
    const term = { anchor: "lag", pattern: /\blags?\b/i };
    assert.equal(isExplained("Nothing. `lag`\n# Lag", term), undefined);
    assert.equal(isExplained("The [lag](0-start-here.ipynb#lag) and a lag.", term), true);
    assert.equal(isExplained("A *lag* is a distance.", term), true);
    for (const text of ["A lag, the [lag](x.ipynb#lag)", "The [lag](x.ipynb#gate).", "**lag**", "*a lag grows*"])
      assert.equal(isExplained(text, term), false, text);
  });

  test("a citation is names and a year, and its link is to the web", () => {
    assert.deepEqual(bareCitations("Le, Jaitly & Hinton 2015; Le et al. (2015), Graves (2013) in 2015"), [
      ...["Le, Jaitly & Hinton 2015", "Le et al. (2015", "Graves (2013"],
    ]);
    assert.deepEqual(bareCitations("[Le et al. 2015](https://arxiv.org/abs/1504.00941), `Graves 2013`"), []);
  });
});
