import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { sayOnce } from "../../core/sayOnce";
import { spareFolder } from "../../core/scratchFolder";
import { notKept } from "../../core/sealed";
import { type FeatureFile, type FeatureKind, NoFeatures, openFeatures, writeFeatures } from "./featureFile";
import { type CacheOptions, Looks } from "./looks";

/**
 * The features of images, from `file` as far as it holds them: only images whose content it has not seen are computed.
 * They are kept as they come, round by round, beside what the file held of other images; where it cannot be written, in
 * one for this process only. A damaged file counts as none. An image that is missing or damaged is named and left out: the
 * file that is returned has nothing of it. The caller closes it.
 * @throws where the file is of another kind, or more than a tenth of the images are missing or damaged
 */
export async function cachedFeatures(file: string, kind: FeatureKind, options: CacheOptions): Promise<FeatureFile> {
  const looks = new Looks(options);
  await looks.hash();
  const spare = path.join(spareFolder(path.dirname(file)), path.basename(file));
  for (;;) {
    const kept = openKept(spare, kind) ?? openKept(file, kind);
    if (kept && looks.areAllIn(kept)) return kept;
    const write = (place: string) => writeFeatures(place, kind, looks.round(kept));
    try {
      if (await write(file).then(() => true, notKept)) rmSync(spare, { force: true });
      else await write(spare);
    } finally {
      kept?.close();
    }
    looks.check();
  }
}

function openKept(file: string, kind: FeatureKind): FeatureFile | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return openFeatures(file, kind);
  } catch (error) {
    if (!(error instanceof NoFeatures)) throw error;
    sayOnce(file, `${error.message}. So what it holds is made anew.`);
    return undefined;
  }
}
