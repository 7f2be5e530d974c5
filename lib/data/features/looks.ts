import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { expect } from "../../core/errors";
import { NoPhotograph } from "../photographs";
import { Records } from "../records";
import { unreadable } from "../textFile";
import type { Feature, FeatureFile } from "./featureFile";

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

type HashedImage = ImageFile & { readonly sha256: string };

/** A round computes so many features, or a quarter of what is kept: a process that is killed loses no more than that. */
const fewest = 256;

/** The looks at all images that are asked for, in rounds: which of them are images, and what was wrong with the others. */
export class Looks {
  readonly #options: CacheOptions;
  readonly #complaints = new Map<string, unknown>();
  #images: readonly HashedImage[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  /** To be called first. */
  async hash(): Promise<void> {
    const images: HashedImage[] = [];
    for (const image of this.#options.images) {
      const hash = await sha256(image.file).catch((error) => void this.#complaints.set(image.id, error));
      if (hash !== undefined) images.push({ ...image, sha256: hash });
    }
    this.#images = images;
  }

  /**
   * Whether a file holds all that could be looked at, and nothing of the others; these are named then.
   * @throws where they are more than a tenth
   */
  areAllIn(kept: FeatureFile): boolean {
    const hashOf = new Map(kept.items.map((item) => [item.id, item.sha256]));
    const whole = this.#images.every(({ id, sha256 }) => hashOf.get(id) === sha256);
    const stale = [...this.#complaints.keys()].some((id) => hashOf.has(id));
    if (!whole || stale) return false;
    const records = new Records("photographs");
    for (const { id } of this.#options.images) {
      records.use(() => {
        if (this.#complaints.has(id)) throw this.#complaints.get(id);
      });
    }
    try {
      records.end();
    } catch (error) {
      kept.close();
      throw error;
    }
    return true;
  }

  /** What is to be kept next: what is known, and the features of some more images, as far as nothing fails. */
  async *round(kept?: FeatureFile): AsyncGenerator<Feature> {
    const holder = new Map(kept?.items.map(({ id, sha256 }) => [sha256, id]));
    const missing: HashedImage[] = [];
    for (const image of this.#images) {
      const known = holder.get(image.sha256);
      if (known === undefined) missing.push(image);
      else yield { id: image.id, sha256: image.sha256, values: kept!.read(known) };
    }
    const asked = new Set(this.#options.images.map(({ id }) => id));
    for (const { id, sha256 } of kept?.items ?? []) {
      if (!asked.has(id)) yield { id, sha256, values: kept!.read(id) };
    }
    const size = this.#options.batchSize ?? 16;
    const many = Math.max(fewest, (kept?.items.length ?? 0) / 4);
    try {
      for (let at = 0; at < Math.min(many, missing.length); at += size)
        yield* await this.#seen(missing.slice(at, at + size));
    } catch (error) {
      this.#failure = { error }; // thrown when what came before is kept
    }
  }

  /** To be called when a round is kept. @throws what ended it early */
  check(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** The features of those images that are images. */
  async #seen(batch: readonly HashedImage[]): Promise<Feature[]> {
    for (let images = batch; images.length > 0; ) {
      try {
        const values = await this.#options.extract(images.map(({ file }) => file));
        expect(values.length === images.length, `features of ${images.length} images expected, got ${values.length}`);
        return images.map(({ id, sha256 }, i) => ({ id, sha256, values: values[i] }));
      } catch (error) {
        const isBad = ({ file }: ImageFile) => error instanceof NoPhotograph && error.file === file;
        if (!images.some(isBad)) throw error;
        for (const { id } of images.filter(isBad)) this.#complaints.set(id, error);
        images = images.filter((one) => !isBad(one));
        this.#images = this.#images.filter((one) => !isBad(one));
      }
    }
    return [];
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
