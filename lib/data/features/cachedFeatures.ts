import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { expect } from "../../core/errors";
import { unreadable } from "../textFile";
import { type Feature, type FeatureFile, type FeatureKind, openFeatures, writeFeatures } from "./featureFile";

export interface ImageFile {
  readonly id: string;
  readonly file: string;
}

export interface CacheOptions {
  readonly images: readonly ImageFile[];
  /** Computes the features of some image files, in their order. */
  readonly extract: (files: readonly string[]) => Promise<readonly Float32Array[]>;
  /** How many images are computed at a time. */
  readonly batchSize?: number;
}

/**
 * The features of images, from `file` as far as it holds them: only images whose content it has not seen are computed,
 * and then the file is written anew with the images of this call. The caller closes it.
 * @throws where the file is damaged or of another kind, or an image is missing
 */
export async function cachedFeatures(file: string, kind: FeatureKind, options: CacheOptions): Promise<FeatureFile> {
  const hashes: string[] = [];
  for (const image of options.images) hashes.push(await sha256(image.file));
  const kept = existsSync(file) ? openFeatures(file, kind) : undefined;
  const known = new Map(kept?.items.map(({ id, sha256 }) => [sha256, id]));
  const hashOf = new Map(kept?.items.map(({ id, sha256 }) => [id, sha256]));
  if (kept && options.images.every(({ id }, i) => hashOf.get(id) === hashes[i])) return kept;
  try {
    await writeFeatures(
      file,
      kind,
      filled(options, hashes, (hash) => kept?.read(known.get(hash)!)),
    );
  } finally {
    kept?.close();
  }
  return openFeatures(file, kind);

  async function* filled({ images, extract, batchSize = 16 }: CacheOptions, hashes: string[], read: Read) {
    for (let start = 0; start < images.length; start += batchSize) {
      const batch = images.slice(start, start + batchSize).map((image, i) => ({ ...image, sha256: hashes[start + i] }));
      const missing = batch.filter(({ sha256 }) => !known.has(sha256)).map((image) => image.file);
      const computed = missing.length > 0 ? await extract(missing) : [];
      expect(
        computed.length === missing.length,
        `${file}: features of ${missing.length} images expected, got ${computed.length}`,
      );
      const next = computed[Symbol.iterator]();
      for (const { id, sha256 } of batch) {
        const values = known.has(sha256) ? read(sha256) : next.next().value;
        yield { id, sha256, values } as Feature;
      }
    }
  }
}

type Read = (hash: string) => Float32Array | undefined;

/** SHA-256 of a file's content, hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  } catch (error) {
    throw unreadable(file, error, "an image");
  }
  return hash.digest("hex");
}
