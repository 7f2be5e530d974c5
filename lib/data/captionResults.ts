import { expect } from "../core/errors";
import { sayOnce } from "../core/sayOnce";
import type { CaptionedImage } from "./captions";
import { objects } from "./fields";
import { captionWords } from "./ptbTokens";
import { Records } from "./records";
import { readJson } from "./textFile";

/** What was written of an image, and what people said of it, as words. */
export interface CaptionResult {
  readonly candidate: readonly string[];
  readonly references: readonly (readonly string[])[];
}

/**
 * What a captioner wrote, in the form of COCO's results, `[{"image_id": 1, "caption": "a dog"}, …]`, beside what people said of the
 * same images: as `captionScores` takes it, in the order of the file. Where an image has several captions each is judged, and
 * that is said; entries of other images are left out, as the COCO evaluation does, and counted.
 * @throws where the file is missing or not of this form, or has no caption of these images, or more than a tenth of its entries are
 * damaged; fewer are named and left out
 * @see Chen et al. 2015, Microsoft COCO captions
 */
export function captionResults(file: string, images: Iterable<CaptionedImage>): CaptionResult[] {
  const references = new Map([...images].map(({ id, captions }) => [id, captions.map(captionWords)]));
  const list = readJson(file);
  expect(Array.isArray(list), () => `${file}: a list of image_id and caption expected, got ${typeof list}`);
  const records = new Records(`entries of ${file}`);
  const judged = new Map<string, number>();
  const others: string[] = [];
  const results = objects(list as unknown[], "image_id", () => file).flatMap((entry): CaptionResult[] => {
    const read = records.use(() => ({ id: entry.id("image_id"), candidate: captionWords(entry.string("caption")) }));
    if (!read) return [];
    const own = references.get(read.id);
    if (!own) others.push(read.id);
    else judged.set(read.id, (judged.get(read.id) ?? 0) + 1);
    return own ? [{ candidate: read.candidate, references: own }] : [];
  });
  records.end();
  expect(results.length > 0, () => `${file}: captions of the ${references.size} images expected, got none`);
  const say = (count: number, sentence: string) => count > 0 && sayOnce(sentence, sentence);
  const all = (list as unknown[]).length;
  say(
    others.length,
    `${others.length} of ${all} entries of ${file} skipped: of images without references, the first ${others[0]}`,
  );
  const several = [...judged.values()].filter((count) => count > 1).length;
  say(several, `${file}: ${several} of ${judged.size} images have several captions; each is judged`);
  return results;
}
