import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect } from "../core/errors";
import { projectRoot } from "../core/project";
import { tf } from "../core/tf";
import { type Backbone, expectImages } from "./backbone";

/** The last layer of each resolution before the detector's head; the name says what it is: places × places × features. */
const nodes = {
  "14x14x88": "tower_0/MobilenetV3/expanded_conv_11/add",
  "7x7x480": "tower_0/extern1/hard_swish/mul_1",
} as const;

/** Where the network's weights lie. */
export interface CenternetOptions {
  /** The model.json; otherwise that of the npm package `@vladmandic/human`, which the user installs. */
  readonly file?: string;
}

/**
 * A small network for photographs that is ready to use: MobileNetV3 as trained on COCO within the detector CenterNet.
 * Its inputs are red, green and blue from 0 to 255, resized to 224 × 224 by the caller. Its taps are maps; it has
 * nothing like VGG's fc7, and is never called so.
 * @throws where the package is not installed, or the file is another model
 */
export async function centernet({ file = centernetFile() }: CenternetOptions = {}): Promise<Backbone> {
  const advice = "install it with: npm install --no-save @vladmandic/human";
  expect(file !== undefined, `centernet: the npm package @vladmandic/human expected, got none; ${advice}`);
  expect(existsSync(file), `${file}: CenterNet's model expected, got no such file`);
  const model = await tf.loadGraphModel({ load: () => anySize(file) });
  const identity = { name: "centernet-mobilenetv3", imageSize: 224 };
  const taps = Object.fromEntries(
    Object.keys(nodes).map((tap) => {
      const [height, width, channels] = tap.split("x").map(Number);
      return [tap, [height * width, channels]];
    }),
  );
  return {
    ...{ ...identity, taps },
    extract: (images) =>
      tf.tidy(() => {
        expectImages(images, identity);
        const maps = model.execute(images, Object.values(nodes)) as tf.Tensor4D[];
        return Object.fromEntries(Object.keys(nodes).map((tap, i) => [tap, maps[i].reshape([-1, ...taps[tap]])]));
      }),
    dispose: () => model.dispose(),
  };
}

/** The model of the npm package; undefined where that is not installed. */
export function centernetFile(): string | undefined {
  try {
    // The package hides its package.json; its entry lies in dist/, the models beside that.
    const entry = createRequire(path.join(projectRoot, "package.json")).resolve("@vladmandic/human");
    return path.join(path.dirname(entry), "..", "models", "centernet.json");
  } catch {
    return undefined;
  }
}

interface Size {
  size: string;
}

/** As much of a graph model's file as is changed. */
interface Graph {
  readonly signature?: { inputs: Record<string, { tensorShape: { dim: Size[] } }> };
  readonly modelTopology: {
    readonly node?: readonly { name: string; op: string; attr: { shape: { shape: { dim: Size[] } } } }[];
  };
}

/** The model with its input's batch, height and width left open: it was saved for one picture of 512 × 512. */
async function anySize(file: string) {
  const artifacts = await (tf.io.fileSystem(file).load as LoadTfjs)();
  const { modelTopology, signature } = artifacts as unknown as Graph;
  const graph = modelTopology.node ?? []; // a layers model has none
  const names = new Set(graph.map(({ name }) => name));
  for (const node of Object.values(nodes)) {
    expect(names.has(node), () => `${file}: CenterNet's model with a node ${node} expected, got ${names.size} others`);
  }
  const inputs = graph.filter(({ op }) => op === "Placeholder").map(({ attr }) => attr.shape.shape);
  const signed = Object.values(signature?.inputs ?? {}).map(({ tensorShape }) => tensorShape);
  for (const { dim } of [...inputs, ...signed]) for (const side of dim.slice(0, 3)) side.size = "-1";
  return artifacts;
}

type LoadTfjs = NonNullable<ReturnType<typeof tf.io.fileSystem>["load"]>;
