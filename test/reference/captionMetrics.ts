/*
 * A check during development, not part of the tests: do captionWords and captionScores agree with pycocoevalcap on the
 * real files? The words of every caption and question, and the scores of the results file, each to 1e-4.
 *
 *   COCO_DIR=… FLICKR8K_DIR=… VISUAL7W_DIR=… node dist/test/reference/captionMetrics.js <python with pycocoevalcap>
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { captionScores } from "../../lib/analysis/captionMetrics/captionScores";
import { projectRoot } from "../../lib/core/project";
import { cocoCaptions, cocoSet } from "../../lib/data/cocoCaptions";
import { dataFolder } from "../../lib/data/dataFolder";
import { flickr8k } from "../../lib/data/flickr8k";
import { captionWords } from "../../lib/data/ptbTokens";
import { visual7w } from "../../lib/data/visual7w";

interface Corpus {
  readonly candidate: string;
  readonly references: readonly string[];
}

interface Answers {
  readonly words: readonly string[];
  readonly corpora: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Captions that a model wrote, by the image's id, in COCO's results format. */
function resultsOf(file: string): Map<string, string[]> {
  const results = new Map<string, string[]>();
  for (const { image_id, caption } of JSON.parse(readFileSync(file, "utf8")) as { image_id: number; caption: string }[])
    results.set(`${image_id}`, [...(results.get(`${image_id}`) ?? []), caption]);
  return results;
}

async function main(python: string): Promise<void> {
  const images = [...cocoCaptions({ split: "val" })];
  const folder = dataFolder(cocoSet);
  const file = readdirSync(folder).find((name) => name.endsWith("_results.json"))!;
  const results = resultsOf(path.join(folder, file));
  const referencesOf = new Map(images.map(({ id, captions }) => [id, captions]));
  const judged = [...results].filter(([id]) => referencesOf.has(id));
  const corpora: Record<string, Corpus[]> = {
    "the first caption of each image": judged.map(([id, [candidate]]) => ({
      candidate,
      references: referencesOf.get(id)!,
    })),
    "the first of people's captions, judged by the others": images.map(({ captions: [candidate, ...references] }) => ({
      candidate,
      references,
    })),
    "every caption as one of an image of its own": judged.flatMap(([id, captions]) =>
      captions.map((candidate) => ({ candidate, references: referencesOf.get(id)! })),
    ),
  };
  const sentences = [...images.flatMap(({ captions }) => captions), ...[...results.values()].flat()];
  for (const form of ["token", "csv"] as const) {
    for await (const { captions } of flickr8k({ form })) sentences.push(...captions);
  }
  for (const { question, answer, distractors } of visual7w()) sentences.push(question, answer, ...distractors);
  compare(corpora, sentences, ask(python, { sentences, corpora }));
}

function ask(python: string, questions: unknown): Answers {
  const script = path.join(projectRoot, "test", "reference", "captionMetrics.py");
  const { stdout, status } = spawnSync(python, [script], {
    input: JSON.stringify(questions),
    maxBuffer: 2 ** 30,
    stdio: ["pipe", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${python} ${script} ended with ${status}`);
  return JSON.parse(stdout) as Answers;
}

function compare(corpora: Record<string, Corpus[]>, sentences: string[], answers: Answers): void {
  const different = sentences.filter((text, i) => captionWords(text).join(" ") !== answers.words[i]);
  console.log(`${sentences.length} sentences, ${different.length} with other words`, different.slice(0, 20));
  let worst = 0;
  for (const [name, corpus] of Object.entries(corpora)) {
    const ours = captionScores(
      corpus.map(({ candidate, references }) => ({
        candidate: captionWords(candidate),
        references: references.map(captionWords),
      })),
    );
    console.log(`\n${corpus.length} captions: ${name}`);
    for (const [metric, value] of Object.entries(ours)) {
      const difference = value - answers.corpora[name][metric];
      console.log(`${metric.padEnd(7)} ${value.toFixed(6)}, difference ${difference.toExponential(1)}`);
      worst = Math.max(worst, Math.abs(difference));
    }
  }
  if (different.length > 0 || worst > 1e-4) process.exitCode = 1;
}

void main(process.argv[2] ?? "python3");
