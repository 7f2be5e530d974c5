import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { tf } from "../../lib/core/tf";
import * as lab from "../../lib/index";

/** A function of the lab's, arguments that are right, and what may be otherwise in them. */
export interface ValidCall {
  /** As a sentence about it begins. */
  readonly name: string;
  readonly call: (...args: never[]) => unknown;
  readonly args: readonly unknown[];
  /** What is taken, too, by a pattern of how it was altered, and why. */
  readonly taken?: Readonly<Record<string, string>>;
}

const { seed } = lab;
const { charLm, lstm, lstmGates, ngram, vanilla } = lab;
const tensor = (...shape: number[]) => lab.normal(seed(1), shape as never) as tf.Tensor;

/** Altered as a whole only: what is in it is not the user's. */
const asOne = <T extends object>(of: T): T => Object.assign(Object.create({}), of);

const withBatches = (options: object | null, more: object = {}) =>
  options instanceof Promise ? options : options && { ...options, batches: [tensor(2), tensor(2)], ...more };

const gap = "a measure that there is none of leaves a gap in the figure";
const optional = "it has a default";
const anyNumber = "any number is one";
const another = "it is another one of its kind";

const isOptional = (...names: string[]) => ({ [`(^|\\.)(${names.join("|")}): missing$`]: optional });
const lists = (...where: string[]) => ({
  [`(^|\\.)(${where.join("|")})(\\.\\d)*: (one fewer|one more|empty)$`]: "a list has any length",
});
const numbers = (...where: string[]) => ({
  [`(^|\\.)(${where.join("|")})(\\.\\d)*: (NaN|Infinity|−1|1\\.5)$`]: gap,
});

const axis = { title: "steps", log: false, range: [0, 3], ticks: [1, 2] };
const axes = {
  ...isOptional("log", "range", "ticks"),
  "(range|ticks)\\.\\d: (−1|1\\.5)": anyNumber,
  "range\\.\\d: (NaN|Infinity)": "of what was not measured there is none: all that is drawn is shown",
  ...lists("ticks"),
};

const guides = {
  references: [{ name: "chance", y: 1, side: "left" }],
  marks: [{ name: "end", x: 2, side: "right", color: "#000000" }],
};
const guidesTaken = {
  ...isOptional("references", "marks", "side", "color"),
  ...lists("references", "marks"),
  ...numbers("references.0.y", "marks.0.x"),
};
const line = {
  ...{ name: "a", x: [1, 2, 3], y: [3, 2, 1], low: [2, 1, 0], high: [4, 3, 2], markers: true },
  ...{ color: "#0072B2", dash: "dash", width: 2, label: "end" },
};
const lineTaken = {
  ...isOptional("low", "high", "markers", "color", "dash", "width", "label"),
  ...numbers("x", "y", "low", "high"),
  "\\.y\\.\\d: null": "null is a gap",
  "width: 1\\.5": anyNumber,
};

const view: readonly ValidCall[] = [
  {
    ...{ name: "lines", call: lab.lines },
    args: [
      [line],
      { title: "t", x: axis, y: axis, right: { title: "r", factor: 2 }, height: 300, alt: "a line", ...guides },
    ],
    taken: {
      ...{ ...axes, ...guidesTaken, ...lineTaken, ...isOptional("right", "height") },
      "right\\.factor: (−1|1\\.5)|height: 1\\.5": anyNumber,
      "^0: (one fewer|one more|empty)": another,
    },
  },
  {
    ...{ name: "bars", call: lab.bars },
    args: [
      [{ name: "a", y: [1, 2, 3], low: [0, 1, 2], high: [2, 3, 4] }],
      { title: "t", groups: ["a", "b", "c"], x: "x", y: axis, references: guides.references, alt: "bars" },
    ],
    taken: {
      ...{ ...axes, ...guidesTaken, ...isOptional("low", "high"), ...numbers("y", "low", "high") },
      "^0: (one fewer|one more|empty)": another,
    },
  },
  {
    ...{ name: "gradedLines", call: lab.gradedLines },
    args: [
      [{ label: "a", grade: 0.5, x: [1, 2], y: [1, 2], predicted: [1, 2] }],
      { names: ["measured", "theory"], title: "t", x: axis, y: axis, alt: "lines" },
    ],
    taken: {
      ...{ ...axes, ...numbers("x", "y", "predicted"), ...isOptional("predicted", "names") },
      "\\.y\\.\\d: null": "null is a gap",
      "\\.(y|predicted): empty$": gap,
      "grade: (−1|1\\.5)": "beyond the ends of the scale it has the end's colour",
      "^0: (one fewer|one more|empty)": another,
    },
  },
  {
    ...{ name: "heatMap", call: lab.heatMap },
    args: [
      {
        ...{ title: "t", x: { title: "x", values: [1, 2], text: ["a", "b"] }, y: { title: "y", values: ["a", "b"] } },
        ...{
          z: [
            [1, 2],
            [3, 4],
          ],
          range: [0, 1],
          texts: [
            ["a", "b"],
            ["c", "d"],
          ],
          signed: true,
          colorTitle: "h",
        },
        ...{ height: 300, lines: [line], marks: guides.marks, alt: "a matrix" },
      },
    ],
    taken: {
      ...{ ...guidesTaken, ...lineTaken, ...numbers("values", "z") },
      ...isOptional("text", "texts", "signed", "colorTitle", "height", "lines"),
      "(z\\.\\d\\.\\d): null": "null is a gap",
      "values\\.\\d: (a text|a number)": "a place is a number or a name",
      "range\\.\\d: (−1|1\\.5)|height: 1\\.5": anyNumber,
      "lines: (one fewer|one more|empty)": another,
      "x\\.text: (one fewer|one more|empty)": "a text along an axis may be shorter than it",
    },
  },
  {
    ...{ name: "heatStrip", call: lab.heatStrip },
    args: [
      {
        ...{
          title: "t",
          rows: ["a", "b"],
          texts: [
            ["h", "e"],
            ["l", "o"],
          ],
          values: [
            [0, 1],
            [0.5, 0.25],
          ],
        },
        ...{ colorTitle: "p", alt: "a strip" },
      },
    ],
    taken: numbers("values"),
  },
  {
    ...{ name: "intervals", call: lab.intervals },
    args: [
      [{ name: "a", mean: 1, interval: [0, 2], group: "g", each: [0.5, 1.5] }],
      { title: "t", x: axis, margin: 0.1, center: { name: "b", at: 1 }, alt: "intervals" },
    ],
    taken: {
      ...{ ...axes, ...numbers("mean", "interval", "each", "at"), ...isOptional("each", "center"), ...lists("each") },
      "margin: 1\\.5": anyNumber,
      "^0: (one fewer|one more|empty)": another,
    },
  },
  {
    name: "notice",
    call: lab.notice,
    args: [{ title: "t", text: "nothing yet", alt: "a sentence" }],
    taken: isOptional("text"),
  },
  {
    ...{ name: "panels", call: lab.panels },
    args: [
      "t",
      [asOne(lab.notice({ title: "a", alt: "a" })), asOne(lab.notice({ title: "b", alt: "b" }))],
      { columns: 2, rowHeight: 250 },
    ],
    taken: {
      ...isOptional("columns", "rowHeight", "2"),
      "^1: (one fewer|one more|empty)": another,
      "rowHeight: 1\\.5": anyNumber,
    },
  },
  {
    ...{ name: "pictureSheet", call: lab.pictureSheet },
    args: [
      {
        pictures: [
          {
            ...{ pixels: new Uint8Array(12), side: 2, captions: ["a"] },
            frames: [{ x: 0.1, y: 0.2, width: 0.3, height: 0.4, name: "dog", colour: "#000000" }],
          },
        ],
        ...{ title: "t", columns: 2, none: "none", alt: "pictures" },
      },
    ],
    taken: {
      ...{ ...isOptional("captions", "frames", "name", "colour", "none") },
      "(pictures|captions|frames): (one fewer|one more|empty)": another,
      "frames\\.0\\.(x|y): (−1|1\\.5)|frames\\.0\\.(width|height): 1\\.5": "a frame may reach over the picture's edge",
    },
  },
  {
    ...{ name: "pictures", call: lab.pictures },
    args: [
      {
        ...{ title: "t", alt: "pictures" },
        rows: [
          {
            name: "r",
            pictures: [
              {
                values: [
                  [0, 1],
                  [1, 0],
                ],
                caption: "c",
                columns: ["a", "b"],
                scale: "ink",
              },
            ],
          },
        ],
      },
    ],
    taken: {
      ...{ ...numbers("values"), ...isOptional("caption", "columns") },
      "(rows|pictures|values|columns): (one fewer|one more|empty)": another,
    },
  },
  {
    ...{ name: "stateHeat", call: lab.stateHeat },
    args: [
      {
        ...{ title: "t", read: ["h", "e"], below: ["e", "l"], x: "steps", units: ["a", "b"] },
        ...{
          values: [
            [0, 1],
            [0.5, -1],
          ],
          digits: 2,
          height: 300,
          alt: "a state",
        },
      },
    ],
    taken: {
      ...{ ...numbers("values"), ...isOptional("below", "digits", "height") },
      "units: empty": "then the units have numbers",
      "height: 1\\.5": anyNumber,
    },
  },
  {
    ...{ name: "table", call: lab.table },
    args: ["t", [asOne({ step: 1, loss: 2 }), asOne({ step: 2, loss: 1 })]],
    taken: {
      "^1: (one fewer|one more|empty)": another,
      "^1\\.\\d: an object": "what a record lacks is a dash",
    },
  },
  {
    ...{ name: "textHeats", call: lab.textHeats },
    args: [
      {
        ...{ title: "t", text: "ab\n", layers: [{ title: "a", values: [0, 1, 0] }], colorTitle: "h" },
        ...{ scale: "signed", columns: 20, across: 1, alt: "a text" },
      },
    ],
    taken: {
      ...{ ...numbers("values"), ...isOptional("scale", "columns", "across") },
      "layers: (one fewer|one more|empty)": another,
    },
  },
];

const cell = asOne(lstm({ inputSize: 3, hiddenSize: 2 }));
const state = (N: number) => cell.zeroState(N);
const params = cell.init(seed(2));
const x = tensor(1, 4, 3);
const sumOf = (hs: readonly tf.Tensor2D[]) => hs[hs.length - 1].sum() as tf.Scalar;
const initial = () => ({ h: tensor(1, 2), c: tensor(1, 2) });
const judged = [
  {
    candidate: ["a", "dog", "runs", "far"],
    references: [
      ["a", "dog", "ran", "far"],
      ["a", "cat"],
    ],
  },
];
const words = "any word is one";
const judgedTaken = {
  "(candidate|references|references\\.\\d)(\\.\\d)?: (a text|one fewer|one more)": words,
  "(candidate|references\\.\\d): empty": "nothing was written",
  "^0: (one more)": another,
};
const Wh = [Float64Array.of(0.5, 0.1), Float64Array.of(0, 0.4)];
const h0 = Float64Array.of(1, 0);
const ranked = [Float64Array.of(1, 2, 3, 4), Float64Array.of(4, 3, 2, 1)];
const labels = Uint8Array.of(0, 1, 0, 1);

const analysis: readonly ValidCall[] = [
  {
    ...{ name: "answerAccuracy", call: lab.answerAccuracy },
    args: [
      [
        { id: 1, type: "what", answer: "dog" },
        { id: 2, type: "who", answer: "cat" },
      ],
      [{ id: 1, candidates: ["dog", "cat"] }],
      { topK: 1 },
    ],
    taken: {
      ...isOptional("topK", "2"),
      "(type|answer|candidates\\.\\d): a text|candidates: (one fewer|one more|empty)": another,
      "^0: (one fewer|one more)|^0\\.1\\.id: ": "the other questions are unanswered",
    },
  },
  { name: "bleu", call: lab.bleu, args: [judged, 4], taken: { ...judgedTaken, ...isOptional("1") } },
  {
    ...{ name: "ciderD", call: lab.ciderD, args: [judged, { n: 4, sigma: 6 }] },
    taken: { ...judgedTaken, ...isOptional("n", "sigma", "1"), "sigma: 1\\.5": anyNumber },
  },
  { name: "rougeL", call: lab.rougeL, args: [judged], taken: judgedTaken },
  { name: "captionScores", call: lab.captionScores, args: [judged], taken: judgedTaken },
  { name: "cellStateProducts", call: lab.cellStateProducts, args: [cell, params, x, initial()] },
  { name: "multiplyAdds", call: lab.multiplyAdds, args: [cell, 5] },
  { name: "peakBytes", call: lab.peakBytes, args: [() => tf.ones([3])] },
  {
    name: "distinctNgrams",
    call: lab.distinctNgrams,
    args: [
      [
        [1, 2, 3],
        [1, 2],
      ],
      2,
    ],
    taken: { ...lists("0"), ...numbers("0") },
  },
  {
    name: "ngramEntropy",
    call: lab.ngramEntropy,
    args: [
      [
        [1, 2, 3],
        [1, 2],
      ],
      2,
    ],
    taken: { ...lists("0"), ...numbers("0") },
  },
  {
    name: "endingCycle",
    call: lab.endingCycle,
    args: [[1, 2, 1, 2, 1, 2], 4],
    taken: { ...lists("0"), ...numbers("0"), ...isOptional("1") },
  },
  {
    ...{ name: "lyapunovExponent", call: lab.lyapunovExponent },
    args: [Wh, { h0, delta: Float64Array.of(0, 1), settle: 2, steps: 3 }],
  },
  {
    name: "orbit",
    call: lab.orbit,
    args: [
      Wh,
      h0,
      [
        [1, 2],
        [0, 1],
      ],
    ],
    taken: { ...lists("2"), ...numbers("2"), "2: a number": "how many steps, instead of inputs" },
  },
  {
    name: "gateValues",
    call: lab.gateValues,
    args: [cell, lstmGates, { params, x, initial: initial() }],
    taken: isOptional("initial"),
  },
  { name: "perUnit", call: lab.perUnit, args: [tensor(2, 3, 4)] },
  { name: "gradientByLag", call: lab.gradientByLag, args: [asOne({ h: tensor(3, 1, 2) })] },
  {
    name: "stateGradients",
    call: lab.stateGradients,
    args: [cell, params, x, { loss: sumOf, initial: initial() }],
    taken: isOptional("initial"),
  },
  {
    name: "gradientNorms",
    call: lab.gradientNorms,
    args: [({ w }: lab.Params) => w.sum(), asOne({ w: tensor(2), v: tensor(2) })],
  },
  {
    ...{ name: "layerGradientNorms", call: lab.layerGradientNorms, taken: isOptional("2") },
    args: [(p: lab.Params) => p["0.Wh"].sum(), asOne({ "0.Wh": tensor(2), "1.Wh": tensor(2) }), "Wh"],
  },
  { name: "stateJacobians", call: lab.stateJacobians, args: [cell, params, x, initial()], taken: isOptional("3") },
  {
    name: "leastSquares",
    call: lab.leastSquares,
    args: [
      [1, 2, 3],
      [2, 4, 7],
    ],
    taken: numbers("0", "1"),
  },
  {
    name: "cellStateTerms",
    call: lab.cellStateTerms,
    args: [params, { state: initial(), o: tensor(1, 2) }, tensor(1, 3)],
  },
  {
    name: "meanField",
    call: lab.meanField,
    args: [{ squaredGain: 1.5, inputVariance: 0.1 }],
    taken: { ...isOptional("inputVariance"), "1\\.5": anyNumber },
  },
  {
    name: "eigenvalues",
    call: lab.eigenvalues,
    args: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    taken: { "(−1|1\\.5)": anyNumber },
  },
  {
    name: "singularValues",
    call: lab.singularValues,
    args: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    taken: { "(−1|1\\.5)": anyNumber, "^0: one": "it need not be square" },
  },
  {
    name: "spectralRadius",
    call: lab.spectralRadius,
    args: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    taken: { "(−1|1\\.5)": anyNumber },
  },
  {
    ...{ name: "stateRecorder", args: [cell, "h"] },
    call: (of: typeof cell, name: string) => lab.stateRecorder(of, name).close(),
  },
  {
    name: "stateRecorder",
    call(tokens: Int32Array, stretch: never) {
      const { record, close } = lab.stateRecorder(cell, "h");
      record(params, tokens, stretch);
      close();
    },
    args: [
      Int32Array.from({ length: 60 }, (_, i) => i % 3),
      { from: 16, length: 32, readers: 2, stride: 16, warmUp: 16 },
    ],
    taken: { ...isOptional("stride"), "stride: (−1|1\\.5)": anyNumber, "^0: one fewer": another },
  },
  { name: "estimate", call: lab.estimate, args: [[1, 2, 4]], taken: { ...lists("0"), ...numbers("0") } },
  { name: "mean", call: lab.mean, args: [[1, 2, 4]], taken: { ...lists("0"), ...numbers("0") } },
  { name: "agreement", call: lab.agreement, args: [{ w: tensor(2) }, { w: tensor(2) }] },
  {
    ...{ name: "truncatedGradient", call: lab.truncatedGradient },
    args: [
      ({ w }: lab.Params, _: unknown, state: lab.Params) => ({ loss: w.sum() as tf.Scalar, state }),
      asOne({ w: tensor(2) }),
      { windows: [tensor(2), tensor(2)], state: asOne({ s: tensor(2) }) },
    ],
    taken: { ...lists("windows"), "windows\\.\\d: ": "what a window is the loss knows" },
  },
  { name: "auc", call: lab.auc, args: [ranked[0], labels] },
  { name: "rankedUnits", call: lab.rankedUnits, args: [ranked, labels], taken: lists("0") },
  { name: "shiftNull", call: lab.shiftNull, args: [ranked, labels, { key: seed(1), shifts: 5 }], taken: lists("0") },
  {
    ...{ name: "unitsOfPassage", call: lab.unitsOfPassage },
    args: [
      [Float32Array.of(1, 2, 3, 4, 5, 6), Float32Array.of(2, 1, 2, 1, 2, 1)],
      { from: 2, length: 1 },
      { key: seed(1), units: 1, places: 2, around: 1, draws: 3 },
    ],
    taken: {
      ...isOptional("units", "places", "around", "draws"),
      "^0: (one fewer|one more)": "there are any number of units",
    },
  },
];

const cells: readonly ValidCall[] = [
  { name: "scan", call: lab.scan, args: [cell, params, x, initial()], taken: isOptional("3") },
  {
    name: "unroll",
    call: lab.unroll,
    args: [cell, params, x, { initial: initial(), remember: "sqrt" }],
    taken: isOptional("3", "initial", "remember"),
  },
  {
    name: "unrollTimeMajor",
    call: lab.unrollTimeMajor,
    args: [cell, params, tensor(4, 1, 3), { initial: initial(), remember: "sqrt" }],
    taken: isOptional("3", "initial", "remember"),
  },
  {
    name: "clamped",
    call: lab.clamped,
    args: [cell, asOne({ h: { held: tf.ones([2]), at: tf.zeros([2]) } })],
    taken: { "1: an object": "nothing is held" },
  },
  {
    name: "dropout",
    call: lab.dropout,
    args: [tensor(2, 2), 0.5, tf.tensor1d([1, 2], "int32")],
    taken: { "^0: another rank": "of any shape" },
  },
  {
    name: "lastState",
    call: lab.lastState,
    args: [cell, params, { x, mask: tf.ones([1, 4]) }, { remember: "sqrt" }],
    taken: isOptional("3", "remember"),
  },
];

const core: readonly ValidCall[] = [
  {
    name: "compile",
    call: lab.compile,
    args: [(a: tf.Tensor) => a.add(1), { maxGraphs: 2 }],
    taken: isOptional("1", "maxGraphs"),
  },
  {
    name: "gradientsOf",
    call: lab.gradientsOf,
    args: [() => tf.scalar(1), [tensor(2)]],
    taken: { "1: one more": another, "another rank": "of any shape" },
  },
  { name: "seed", call: lab.seed, args: [1], taken: { "0: (−1|1\\.5)": anyNumber } },
  { name: "fork", call: lab.fork, args: [seed(1), "a"], taken: { "1: a number": anyNumber } },
  { name: "fork", call: lab.fork, args: [seed(1), 1], taken: { "1: (a text|−1|1\\.5)": anyNumber } },
  {
    name: "normal",
    call: lab.normal,
    args: [seed(1), [2, 3], 1],
    taken: { ...lists("1"), ...isOptional("2"), "2: 1\\.5": anyNumber },
  },
  { name: "uniforms", call: lab.uniforms, args: [seed(1)] },
  {
    name: "mapTensors",
    call: lab.mapTensors,
    args: [asOne({ w: tensor(2) }), (w: tf.Tensor) => w.add(1)],
    taken: { "0: an object": "of none there are none" },
  },
];

const scene = lab.scene(seed(3));
const vocabulary = lab.vocabulary("hello");
const wordVocabulary = lab.wordVocabulary(
  [
    ["a", "dog"],
    ["a", "cat"],
  ],
  { minCount: 1 },
);
const first = <T>(items: Iterable<T>): T => items[Symbol.iterator]().next().value as T;
const tokens = Int32Array.of(0, 1, 2, 3, 0, 1, 2, 3);

const data: readonly ValidCall[] = [
  { name: "daysOf", call: lab.daysOf, args: [1850, 1851] },
  { name: "iso", call: lab.iso, args: [{ year: 1851, month: 10, day: 18 }] },
  { name: "draws", call: lab.draws, args: [seed(1)] },
  { name: "draws: number", call: lab.draws(seed(1)).number, args: [0, 1], taken: { "(−1|1\\.5)": anyNumber } },
  { name: "draws: chance", call: lab.draws(seed(1)).chance, args: [0.5] },
  {
    name: "draws: one",
    call: lab.draws(seed(1)).one,
    args: [["a", "b"]],
    taken: { ...lists("0"), "0\\.\\d: ": "anything can be drawn" },
  },
  {
    name: "draws: shuffled",
    call: lab.draws(seed(1)).shuffled,
    args: [["a", "b"]],
    taken: { ...lists("0"), "0\\.\\d: ": "anything can be drawn" },
  },
  ...Object.entries(lab.longLagTasks).map(([name, { batch }]) => ({
    ...{ name: `longLagTasks.${name}`, call: batch, args: [seed(1), { batchSize: 2, lag: 10 }] },
  })),
  {
    name: "padded",
    call: lab.padded,
    args: [[[1, 2], [1]], { length: 3, filler: 0 }],
    taken: { ...lists("0"), ...isOptional("filler") },
  },
  { name: "captionWords", call: lab.captionWords, args: ["A dog."] },
  {
    name: "recallBatches",
    call: (...args: Parameters<typeof lab.recallBatches>) => first(lab.recallBatches(...args)),
    args: [seed(1), { symbols: 3, lag: 2, batchSize: 2 }],
  },
  { name: "recallVocabulary", call: lab.recallVocabulary, args: [3] },
  {
    name: "scene",
    call: lab.scene,
    args: [seed(1), { part: "train", kinds: 2 }],
    taken: isOptional("1", "part", "kinds"),
  },
  {
    name: "scenes",
    call: lab.scenes,
    args: [seed(1), 2, { part: "train", kinds: 2 }],
    taken: isOptional("2", "part", "kinds"),
  },
  {
    name: "sceneCaptions",
    call: lab.sceneCaptions,
    args: [scene, seed(1), { count: 2 }],
    taken: {
      ...isOptional("2", "count"),
      "objects: one more|box\\.\\w+: (−1|1\\.5)": "a thing may reach over the picture's edge, and on another",
    },
  },
  {
    name: "sceneQuestions",
    call: lab.sceneQuestions,
    args: [scene, seed(1), { count: 2, types: ["what", "where"] }],
    taken: {
      ...isOptional("2", "count", "types"),
      ...lists("types"),
      "objects: one more|box\\.\\w+: (−1|1\\.5)": "a thing may reach over the picture's edge, and on another",
    },
  },
  {
    name: "renderScenes",
    call: (some: never, sprites: never, S: number) => lab.renderScenes(some, sprites, S),
    args: [[], new Map(), 8],
    taken: lists("0"),
  },
  { name: "photographs", call: lab.photographs, args: [[], 8], taken: lists("0") },
  {
    name: "corpus",
    call: lab.corpus,
    args: ["moby-dick", { heldOutShare: 0.1, windowLength: 10 }],
    taken: isOptional("heldOutShare"),
  },
  { name: "vocabulary", call: lab.vocabulary, args: ["hello"] },
  { name: "vocabulary.encode", call: vocabulary.encode, args: ["hello"] },
  { name: "vocabulary.decode", call: vocabulary.decode, args: [[0, 1, 2]], taken: lists("0") },
  {
    name: "wordVocabulary",
    call: lab.wordVocabulary,
    args: [[["a", "dog"], ["a"]], { minCount: 1 }],
    taken: lists("0"),
  },
  { name: "wordVocabulary.encode", call: wordVocabulary.encode, args: [["a", "dog"]], taken: lists("0") },
  { name: "wordVocabulary.decode", call: wordVocabulary.decode, args: [[0, 3, 1]], taken: lists("0") },
  { name: "readRing", call: lab.readRing, args: [tokens, { readers: 2, start: 1, length: 3 }], taken: lists("0") },
  {
    name: "slidingWindows",
    call: (...args: Parameters<typeof lab.slidingWindows>) => first(lab.slidingWindows(...args)),
    args: [tokens, { batchSize: 2, windowLength: 3, start: 1 }],
    taken: { ...isOptional("start"), "^0: one fewer": another },
  },
];

const lm = asOne(charLm(vanilla({ inputSize: 4, hiddenSize: 3 })));
const weights = lm.init(seed(1));
const folder = mkdtempSync(path.join(os.tmpdir(), "lab-calls-"));
process.once("exit", () => rmSync(folder, { recursive: true }));
const fileOf = (name: string) => path.join(folder, `${name}.safetensors`);
const picture = tf.fill([1, 64, 64, 3], 128);
const kept = charLm(vanilla({ inputSize: 4, hiddenSize: 3 }) as unknown as lab.Cell);
lab.saveWeights(fileOf("read"), { model: kept, params: weights, vocabulary, names: { rnn: "lstm" } });
const loss = ({ w }: lab.Params, batch: tf.Tensor) => w.mul(batch).sum() as tf.Scalar;

const training: readonly ValidCall[] = [
  {
    name: "beamSearch",
    call(prompt: never) {
      const { search, close } = lab.beamSearch(lm);
      const found = search(weights, prompt);
      close();
      return found;
    },
    args: [
      {
        prompt: [0, 1],
        width: 2,
        length: 3,
        end: 3,
        initial: { h: tensor(1, 3) },
        lengthNormalisation: 0.5,
        blockRepeats: 2,
      },
    ],
    taken: {
      ...isOptional("end", "initial", "lengthNormalisation", "blockRepeats"),
      ...lists("prompt"),
      "end: −1": "no token is the end",
      "lengthNormalisation: 1\\.5": anyNumber,
    },
  },
  {
    ...{ name: "sample", call: lab.sample },
    args: [
      ...[lm, weights],
      { sequences: [{ prompt: [0, 1], temperature: 1, key: seed(1) }], length: 3, initial: { h: tensor(1, 3) } },
    ],
    taken: {
      ...isOptional("initial"),
      ...lists("prompt"),
      "temperature: (1\\.5|Infinity)": "at Infinity all tokens are as likely",
    },
  },
  {
    name: "sample",
    call: (model: typeof lm, options: object) => lab.sampler(model, options).close(),
    args: [lm, { block: 4 }],
    taken: isOptional("1", "block"),
  },
  {
    name: "clip",
    call: lab.clip,
    args: [asOne({ w: tensor(2) }), { clipNorm: 1, clipValue: 1 }],
    taken: { ...isOptional("clipNorm", "clipValue"), "1(\\.\\w+)?: (Infinity|1\\.5)": anyNumber },
  },
  {
    name: "clipByGlobalNorm",
    call: lab.clipByGlobalNorm,
    args: [asOne({ w: tensor(2) }), 1],
    taken: { "1: (Infinity|1\\.5)": anyNumber },
  },
  {
    name: "clipByValue",
    call: lab.clipByValue,
    args: [asOne({ w: tensor(2) }), 1],
    taken: { "1: (Infinity|1\\.5)": anyNumber },
  },
  {
    name: "progress",
    call: (...args: Parameters<typeof lab.progress>) => first(lab.progress(...args)),
    args: [3, { unit: "turns" }],
    taken: { "0: Infinity": "until it is stopped", "0: a text": "its letters", missing$: "optional" },
  },
  {
    name: "lossFigure",
    call: lab.lossFigure,
    args: [
      [
        { step: 1, loss: 2 },
        { step: 2, loss: 1 },
      ],
    ],
    taken: { "0: (one fewer|one more|empty)": "a history of another length", "loss: (−1|1.5)": "another loss" },
  },
  {
    name: "evaluate",
    call: (of: never, options: object | null) => lab.evaluate(of, withBatches(options) as never),
    args: [
      (batch: tf.Tensor, state: object) => ({ loss: batch.sum(), state }),
      { count: 1, state: asOne({ h: tensor(2) }) },
    ],
    taken: { "state: an object": "a loss without a state" },
  },
  {
    name: "train",
    call: (options: object | null) => lab.train(withBatches(options, { onDiverged: () => undefined }) as never),
    args: [
      {
        ...{ loss, optimizer: { method: "sgd", learningRate: 0.1, decaySteps: 10 }, clipNorm: 1, clipValue: 1 },
        ...{ shards: 1, params: asOne({ w: tensor(2) }), steps: 1, key: seed(1), onStep: () => undefined },
      },
    ],
    taken: {
      ...isOptional("decaySteps", "clipNorm", "clipValue", "shards", "key", "onStep"),
      "(learningRate|decaySteps|clipNorm|clipValue): 1\\.5|(learningRate|clipNorm|clipValue|steps): Infinity":
        anyNumber,
    },
  },
];

const models: readonly ValidCall[] = [
  { name: "crossEntropy", call: lab.crossEntropy, args: [tensor(2, 3), tf.tensor1d([0, 2], "int32")] },
  {
    ...{ name: "maskedCrossEntropy", call: lab.maskedCrossEntropy },
    args: [tensor(2, 3), { targets: tf.tensor1d([0, 2], "int32"), mask: tf.ones([2]) }],
  },
  { name: "untilEnd", call: lab.untilEnd, args: [tokens, 3], taken: lists("0") },
  {
    ...{ name: "convolution", call: lab.convolution },
    args: [tensor(1, 4, 4, 2), { w: tensor(3, 3, 2, 3), b: tensor(3) }],
  },
  { name: "parameterCount", call: lab.parameterCount, args: [cell] },
  {
    ...{ name: "saveWeights", call: lab.saveWeights },
    args: [
      fileOf("written"),
      { model: lm, params: weights, vocabulary: asOne(vocabulary), notes: {}, names: { rnn: "lstm" }, format: "F16" },
    ],
    taken: isOptional("model", "vocabulary", "notes", "names", "names\\.rnn", "format"),
  },
  {
    ...{ name: "loadWeights", call: lab.loadWeights },
    args: [fileOf("read"), { model: lm, names: { rnn: "lstm" } }],
    taken: isOptional("1", "model", "names", "names\\.rnn"),
  },
  { name: "loadModel", call: lab.loadModel, args: [fileOf("read")] },
  { name: "trained", call: lab.trained, args: ["2.1-lstm"] },
  {
    ...{ name: "expectedCharacters", call: lab.expectedCharacters },
    args: [asOne({ model: kept, params: weights, vocabulary }), "hello", { likeliest: 2 }],
    taken: isOptional("2", "likeliest"),
  },
  { name: "translateDate", call: lab.translateDate, args: [asOne(lab.trained("1-dates")), "1 May 1900"] },
  { name: "describePicture", call: lab.describePicture, args: [asOne(lab.trained("3.2-soft")), picture] },
  { name: "answerQuestion", call: lab.answerQuestion, args: [asOne(lab.trained("3.3-vqa")), picture, "who is there"] },
  {
    ...{ name: "hiddenSizeFor", call: lab.hiddenSizeFor },
    args: [500, (hiddenSize: number) => lstm({ inputSize: 3, hiddenSize })],
  },
  {
    ...{ name: "ngramText", call: lab.ngramText },
    args: [asOne(ngram(tokens, 3, 4)), { prompt: [0, 1], length: 3, order: 2, key: seed(1) }],
    taken: { ...isOptional("order"), ...lists("prompt") },
  },
  { name: "readOutputs", call: lab.readOutputs, args: [tensor(3, 2, 4), "mean"] },
];

const [read, weight] = [tensor(1, 3) as tf.Tensor2D, tensor(3, 2) as tf.Tensor2D];

const labCalls: readonly ValidCall[] = [
  {
    name: "project",
    call: lab.project,
    args: [tensor(2, 3), tensor(3, 4)],
    taken: { "^0: another rank$": "a sequence" },
  },
  {
    name: "compareCells",
    call: (cells: never, options: never) => lab.compareCells(cells, options, { signal: AbortSignal.abort() }),
    args: [
      asOne({ mine: lab.gru }),
      {
        ...{ corpus: "README.md", hiddenSize: 4, batchSize: 2, windowLength: 8, steps: 2, learningRates: [0.01] },
        ...{ clipNorm: 5, evaluateEvery: 1, heldOutWindows: 2, seeds: 2 },
      },
    ],
    taken: {
      ...isOptional("1", "corpus", "hiddenSize", "batchSize", "windowLength", "steps", "learningRates"),
      ...isOptional("clipNorm", "evaluateEvery", "heldOutWindows", "seeds"),
      "learningRates: one more": "a list has any length",
      "(learningRates.0|clipNorm): 1.5$": "any number above 0 is one",
      "^0: an object$": "the lab's cell alone is compared with counting",
    },
  },
  {
    name: "meanAndBand",
    call: lab.meanAndBand,
    args: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    taken: { ...lists("0"), ...numbers("0") },
  },
  {
    ...{ name: "overCurves", call: lab.overCurves },
    args: ["a", [{ curve: [{ step: 1, loss: 2 }] }], { y: ({ loss }: { loss: number }) => loss }],
    taken: { ...lists("1", "curve"), ...numbers("loss"), "step: (−1|1\\.5)": anyNumber },
  },
  { name: "recordedSource", call: lab.recordedSource, args: [asOne({ config: {} })] },
  { name: "seedNumbers", call: lab.seedNumbers, args: [3] },
  {
    name: "product",
    call: lab.product,
    args: [asOne({ seed: [1, 2] })],
    taken: { "0: an object": "of nothing there is one combination" },
  },
  { name: "slide", call: lab.slide, args: ["5.2-lstm"] },
  ...Object.entries(lab.check).map(([name, call]) => ({ name: `check.${name}`, call, args: [() => undefined] })),
  {
    name: "expectRight",
    call: lab.expectRight,
    args: [asOne({ exercise: "a", right: true, says: "b", differences: [] })],
  },
  {
    name: "diagram",
    call: lab.diagram,
    args: [cell, { title: "a", run: { params: asOne(cell.init(seed(1))), state: asOne(state(1)), x: tensor(1, 3) } }],
    taken: isOptional("1", "title", "run"),
  },
  {
    name: "diagram",
    call: lab.diagram,
    args: [
      () => ({ y: read.matMul(weight) }),
      { name: "a", title: "a", weights: asOne({ w: weight }), given: asOne({ read }) },
    ],
    taken: {
      ...isOptional("title", "given"),
      "(given|weights): an object": "what is read and has no name is a number of the code",
    },
  },
];

/** One call or more of every public function that is no builder of cells or models. */
export const validCalls: readonly ValidCall[] = [
  ...[...view, ...analysis, ...cells, ...core, ...data, ...training, ...models, ...labCalls],
];
