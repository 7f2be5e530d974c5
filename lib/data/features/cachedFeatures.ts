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
 * and then the file is written anew, with what it held of other images. The caller closes it.
 * @throws where the file is damaged or of another kind, or an image is missing
 */
export async function cachedFeatures(file: string, kind: FeatureKind, options: CacheOptions): Promise<FeatureFile> {
  const images: HashedImage[] = [];
  for (const image of options.images) images.push({ ...image, sha256: await sha256(image.file) });
  const kept = existsSync(file) ? openFeatures(file, kind) : undefined;
  const hashOf = new Map(kept?.items.map((item) => [item.id, item.sha256]));
  if (kept && images.every((image) => hashOf.get(image.id) === image.sha256)) return kept;
  try {
    await writeFeatures(file, kind, filled(images, options, kept));
  } finally {
    kept?.close();
  }
  return openFeatures(file, kind);
}

type HashedImage = ImageFile & { readonly sha256: string };

async function* filled(
  images: readonly HashedImage[],
  { extract, batchSize = 16 }: CacheOptions,
  kept?: FeatureFile,
): AsyncGenerator<Feature> {
  const holder = new Map(kept?.items.map(({ id, sha256 }) => [sha256, id]));
  for (let start = 0; start < images.length; start += batchSize) {
    const batch = images.slice(start, start + batchSize);
    const missing = batch.filter(({ sha256 }) => !holder.has(sha256));
    const computed = missing.length > 0 ? await extract(missing.map((image) => image.file)) : [];
    expect(computed.length === missing.length, `features of ${missing.length} images expected, got ${computed.length}`);
    for (const image of batch) {
      const { id, sha256 } = image;
      const known = holder.get(sha256);
      yield { id, sha256, values: known === undefined ? computed[missing.indexOf(image)] : kept!.read(known) };
    }
  }
  const asked = new Set(images.map(({ id }) => id));
  for (const { id, sha256 } of kept?.items ?? []) {
    if (!asked.has(id)) yield { id, sha256, values: kept!.read(id) };
  }
}

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
