import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { tf } from "../../lib/core/tf";
import { type CaptionResult, captionResults } from "../../lib/data/captionResults";
import { cocoCaptions } from "../../lib/data/cocoCaptions";
import { type Feature, openFeatures, writeFeatures } from "../../lib/data/features/featureFile";
import { flickr8k } from "../../lib/data/flickr8k";
import { visual7w } from "../../lib/data/visual7w";
import { visual7wResults } from "../../lib/data/visual7wResults";
import { kerasWeights } from "../../lib/models/vggWeights";
import { loadWeights, saveWeights } from "../../lib/models/weightsFile";
import { type Alteration, anyFields, anyFile, anyLines } from "./alterations";
import { collect } from "./scratch";

/** A reader of files, one that it reads, and what must be true of whatever it gives. */
export interface Reader {
  readonly name: string;
  /** In lib/, where it reads. */
  readonly source: string;
  readonly file: string;
  sound(): Promise<Buffer> | Buffer;
  /** What it reads of a folder with this file, as a list. */
  read(folder: string): Promise<readonly unknown[]> | readonly unknown[];
  right(one: never): boolean;
  alterations(sound: Buffer): Iterable<Alteration>;
}

const many = <T>(make: (i: number) => T): T[] => Array.from({ length: 24 }, (_, i) => make(i));
const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";
type Captioned = { id: string; captions: string[] };
const captioned = ({ id, captions }: Captioned) => isText(id) && captions.length > 0 && captions.every(isText);

function* lines(sound: Buffer) {
  yield* anyFile(sound);
  yield* anyLines(`${sound}`);
}

function* fields(sound: Buffer) {
  yield* anyFile(sound);
  yield* anyFields(JSON.parse(`${sound}`));
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const question = (i: number) => ({
  ...{ qa_id: 10 * i, image_id: i, type: "where", question: "Where is it?", answer: `At ${i}.` },
  multiple_choices: ["In the sink.", "On the shelf.", "Outdoors."],
});
const box = (i: number) => ({ box_id: i, qa_id: 10 * i, name: "cat", x: 3, y: -1, width: 20, height: 30.5 });

const feature = (i: number): Feature => ({ id: `${i}`, sha256: null, values: new Float32Array(6).fill(i / 8) });
const tensors = { w: tf.fill([3, 2], 0.5), b: tf.zeros([2]) };
const holder = { init: () => tensors };
const allFinite = (list: number[]) => list.every(Number.isFinite);

/** The content that `write` writes. */
async function written(write: (file: string) => unknown): Promise<Buffer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lab-sound-"));
  try {
    await write(path.join(folder, "file"));
    return readFileSync(path.join(folder, "file"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function numbers(named: Readonly<Record<string, tf.Tensor>>): number[][] {
  const lists = Object.values(named).map((tensor) => [...tensor.dataSync()]);
  tf.dispose(named as tf.NamedTensorMap);
  return lists;
}

export const readers: readonly Reader[] = [
  {
    ...{ name: "Flickr8k, tokens", source: "data/flickr8k.ts", file: "Flickr8k.token.txt" },
    sound: () => Buffer.from(many((i) => `${i >> 1}.jpg#${i & 1}\tA dog runs at ${i} .`).join("\n")),
    read: (folder) => collect(flickr8k({ folder })),
    right: captioned,
    alterations: lines,
  },
  {
    ...{ name: "Flickr8k, CSV", source: "data/captionCsv.ts", file: "captions.txt" },
    sound: () =>
      Buffer.from(["image,caption", ...many((i) => `${i >> 1}.jpg,"A ""dog"", it runs at ${i} ."`)].join("\n")),
    read: (folder) => collect(flickr8k({ folder, form: "csv" })),
    right: captioned,
    alterations: lines,
  },
  {
    ...{ name: "COCO captions", source: "data/cocoCaptions.ts", file: "captions_val2014.json" },
    sound: () =>
      json({
        images: many((i) => ({ id: i, file_name: `${i}.jpg` })),
        annotations: many((i) => ({ id: i, image_id: i, caption: `A dog runs at ${i}.` })),
      }),
    read: (folder) => [...cocoCaptions({ folder, split: "val" })],
    right: captioned,
    alterations: fields,
  },
  {
    ...{ name: "Karpathy's split", source: "data/karpathySplit.ts", file: "dataset_coco.json" },
    sound: () =>
      json({
        images: many((i) => ({
          ...{ cocoid: i, filename: `${i}.jpg`, filepath: "val2014", split: "val" },
          sentences: [{ raw: `A dog runs at ${i}.`, sentid: i }],
        })),
        dataset: "coco",
      }),
    read: (folder) => [...cocoCaptions({ folder, split: "val" })],
    right: captioned,
    alterations: fields,
  },
  {
    ...{ name: "caption results", source: "data/captionResults.ts", file: "results.json" },
    sound: () => json(many((i) => ({ image_id: i, caption: `a dog at ${i}` }))),
    read: (folder) =>
      captionResults(
        path.join(folder, "results.json"),
        many((i) => ({ id: `${i}`, file: null, captions: ["A dog."], split: null })),
      ),
    right: ({ references }: CaptionResult) => references.length === 1 && references[0].length === 2,
    alterations: fields,
  },
  {
    ...{ name: "Visual7W", source: "data/visual7w.ts", file: "dataset_v7w_telling.json" },
    sound: () =>
      json({
        images: many((i) => ({ image_id: i, filename: `${i}.jpg`, split: "val", qa_pairs: [question(i)] })),
        boxes: many(box),
      }),
    read: (folder) => [...visual7w({ folder })],
    right({
      id,
      question,
      answer,
      distractors,
      boxes,
    }: ReturnType<typeof visual7w> extends Generator<infer Q> ? Q : 0) {
      const sized = boxes.every(({ x, y, width, height }) => width > 0 && height > 0 && Number.isFinite(x + y + width));
      return Number.isInteger(id) && [question, answer, ...distractors].every(isText) && sized;
    },
    alterations: fields,
  },
  {
    ...{ name: "Visual7W's results", source: "data/visual7wResults.ts", file: "results.json" },
    sound: () => json(many((i) => ({ qa_id: i, question: "Where?", candidates: [{ answer: `At ${i}.` }] }))),
    read: (folder) => visual7wResults(path.join(folder, "results.json")),
    right: ({ id, candidates }: { id: number; candidates: string[] }) => Number.isInteger(id) && candidates.length > 0,
    alterations: fields,
  },
  {
    ...{ name: "safetensors", source: "core/safetensorsFile.ts", file: "model.safetensors" },
    sound: () => written((file) => saveWeights(file, { params: tensors, notes: { made: "here" } })),
    read: (folder) => numbers(loadWeights(path.join(folder, "model.safetensors"), { model: holder }).params),
    right: allFinite,
    *alterations(sound) {
      yield* anyFile(sound, 100);
      const end = 8 + Number(sound.readBigUInt64LE());
      for (const [how, header] of anyFields(JSON.parse(sound.toString("utf8", 8, end)))) {
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(header.length));
        yield [how.replace(" is ", " as "), Buffer.concat([length, header, sound.subarray(end)])];
      }
      yield ["NaN in it", Buffer.concat([sound.subarray(0, -4), Buffer.from([0, 0, 0xc0, 0x7f])])];
    },
  },
  {
    ...{ name: "Keras 3", source: "models/kerasFile.ts", file: "vgg.weights.h5" },
    sound: () =>
      written(async (file) => {
        const { default: hdf5 } = await import("h5wasm/node");
        await hdf5.ready;
        const opened = new hdf5.File(file, "w");
        for (const group of ["layers", "layers/conv2d", "layers/conv2d/vars"]) opened.create_group(group);
        const vars = opened.get("layers/conv2d/vars") as InstanceType<typeof hdf5.Group>;
        vars.create_dataset({ name: "0", data: new Float32Array(54).fill(0.5), shape: [3, 3, 3, 2] });
        vars.create_dataset({ name: "1", data: new Float32Array(2), shape: [2] });
        opened.close();
      }),
    async read(folder) {
      const layers = [{ name: "conv1_1", kind: "convolution", shape: [8, 8, 2], weights: [3, 3, 3, 2] }] as const;
      return numbers(await kerasWeights(path.join(folder, "vgg.weights.h5"), { layers }));
    },
    right: allFinite,
    alterations: (sound) => anyFile(sound, 150),
  },
  {
    ...{ name: "features", source: "data/features/featureFile.ts", file: "vgg.features" },
    sound: () =>
      written((file) => writeFeatures(file, { backbone: "vgg16", tap: "fc7", shape: [2, 3] }, many(feature))),
    read(folder) {
      const features = openFeatures(path.join(folder, "vgg.features"));
      const all = [...features.all()];
      features.close();
      return all;
    },
    right: ({ id, values }: Feature) =>
      id === feature(Number(id)).id && `${values}` === `${feature(Number(id)).values}`,
    alterations: (sound) => anyFile(sound, 200),
  },
];
