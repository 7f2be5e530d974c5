import { captionScores } from "../../../analysis/captionMetrics/captionScores";
import { photographs } from "../../../data/photographs";
import type { Told } from "../../../lab/jobProgress";
import type { RunContext } from "../../../lab/session";
import { nearest } from "../views";
import { type Album, openAlbum, type Photograph, photographSets } from "./album";
import { type PhotographConfig, type PhotographModel, type PhotographResult, photographReadings } from "./config";
import { consensusCaptions } from "./consensus";
import { judged, trainReading } from "./photographReaders";

/** Trains captioners on the photographs of the set whose folder the environment names; without one it does nothing. */
export async function runPhotographs(config: PhotographConfig, context: RunContext): Promise<PhotographResult> {
  const nothing = { config, backbone: null, counts: null, baselines: [], models: [], shown: [], seconds: 0 };
  if (!process.env[photographSets[config.photographs].about.variable]) return nothing;
  const total = photographReadings.length * config.seeds * config.steps;
  const told = (done: number, status: string) => context.progress?.({ done, total, unit: "steps", status });
  told(0, "the network looks at the photographs");
  const album = await openAlbum(config, context.signal).catch((error) => {
    if (context.signal?.aborted) return undefined;
    throw error;
  });
  if (!album) return nothing;
  const known = { ...nothing, backbone: album.backbone, ...(await aboutAlbum(album, config)) };
  const models: PhotographModel[] = [];
  for (const [i, reading] of photographReadings.entries()) {
    if (context.signal?.aborted) break;
    const before = i * config.seeds * config.steps;
    const report = ({ done }: Told) => told(before + done, "captioners learn");
    models.push(...(await trainReading[reading](album, config, { signal: context.signal, report })));
  }
  return { ...known, models };
}

const side = 112;

/** What is known without a captioner: a caption of the nearest photograph, and one of any. */
async function aboutAlbum({ train, test, vocabulary }: Album, { shownPhotographs }: PhotographConfig) {
  const views = train.map(({ view }) => view);
  const near = test.map(({ view }) => train[nearest(view, views)].captions[0]);
  const any = test.map((_, i) => train[Math.floor((i * train.length) / test.length)].captions[0]);
  const shown = test.slice(0, shownPhotographs);
  const { pixels } = await photographs(
    shown.map(({ image }) => image.file as string),
    side,
  );
  const size = side * side * 3;
  return {
    counts: { train: train.length, test: test.length, vocabSize: vocabulary.size },
    baselines: [
      { name: "the nearest training photograph's caption", scores: judged(test, near) },
      { name: "what 20 nearest photographs' captions agree on", scores: judged(test, consensusCaptions(train, test)) },
      { name: "some training photograph's caption", scores: judged(test, any) },
      ...people(test),
    ],
    shown: shown.map(({ image }, i) => ({
      pixels: Buffer.from(pixels.subarray(i * size, (i + 1) * size)).toString("base64"),
      side,
      reference: image.captions[0],
      neighbour: near[i].join(" "),
    })),
  };
}

/** One person's caption of each photograph, judged by the others': what the captioners' numbers are to be compared with. */
function people(test: readonly Photograph[]) {
  const several = test.filter(({ captions }) => captions.length > 1);
  if (several.length === 0) return [];
  const judgedByOthers = several.map(({ captions: [candidate, ...references] }) => ({ candidate, references }));
  return [{ name: "one person's caption, judged by the others'", scores: captionScores(judgedByOthers) }];
}
