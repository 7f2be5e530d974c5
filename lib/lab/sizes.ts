import { getHeapStatistics } from "node:v8";
import { expect } from "../core/errors";
import { bytesInWords, machineMemory } from "../core/memory";
import { type OptionKind, positive } from "./options";

type Options = Readonly<Record<string, unknown>>;

/** How much longer than by default, where it takes up to two minutes, a run may take by one option: a week or so. */
const mostTimes = 10_000;

/** However large, what these name takes no longer: they say how often, or how much at most of what there is. */
const costsNothing = new Set(["evaluateEvery", "minCount", "mostLearnt", "mostTested"]);

/** The options that are a number of things: whole numbers by default, and of no kind that may be a fraction. */
export const sizesOf = (defaults: object, kinds: Readonly<Record<string, OptionKind>>): string[] =>
  Object.entries(defaults)
    .filter(
      ([name, value]) => numbers(value).length > 0 && numbers(value).every(Number.isInteger) && !costsNothing.has(name),
    )
    .filter(([name]) => kinds[name] !== positive)
    .map(([name]) => name);

/**
 * Tells, before anything begins, of options that no machine or not this one can do.
 * @throws where the least that a run holds at once is more than the machine's memory, or an option makes it last too long
 */
export function checkSizes(id: string, defaults: object, sizes: readonly string[], config: object): void {
  for (const { of, bytes, what, has, whose = "this machine" } of leastMemory(config as Options)) {
    const said = () => of.map((name) => `${name} ${JSON.stringify((config as Options)[name])}`).join(", ");
    expect(
      bytes <= has,
      () => `${id}: ${said()}: ${bytesInWords(bytes)} of memory needed for ${what}; ${whose} has ${bytesInWords(has)}`,
    );
  }
  for (const name of sizes) {
    const usual = most(defaults as Options, name);
    const given = most(config as Options, name);
    const limit = usual * mostTimes;
    expect(given <= limit, () => {
      const long = `${mostTimes.toLocaleString("en")} times the default, which takes up to two minutes: a week`;
      return `${id}: ${name}: at most ${limit.toLocaleString("en")} expected (${long}), got ${given.toLocaleString("en")}`;
    });
  }
}

/** What TensorFlow and the lab take before a job has begun. */
const itself = 500 * 2 ** 20;
/** How many times the least that a step holds a job's process takes: 3.6 to 4.5, measured for stacks of 1 to 5 LSTMs of 512 units. */
const inPractice = 4;

/** The bytes of memory that a job's process takes, by what the job says of its network and its batches. */
export const jobMemory = (job: object): number =>
  itself +
  inPractice *
    leastMemory(job as Options)
      .filter(({ whose }) => whose === undefined)
      .reduce((sum, { bytes }) => sum + bytes, 0);

interface Part {
  readonly of: readonly string[];
  readonly bytes: number;
  readonly what: string;
  /** How much memory there is for it. */
  readonly has: number;
  readonly whose?: string;
}

/** What a run holds at once, each part alone, and the options that it is of; where in doubt less than it will be. */
function leastMemory(options: Options): Part[] {
  const part = (names: readonly string[], what: string, bytes: number) => ({
    ...{ of: names.filter((name) => Object.hasOwn(options, name)), what },
    bytes: 4 * bytes, // a number of TensorFlow's
    has: machineMemory(),
  });
  const size = (...names: string[]) => Math.max(1, ...names.map((name) => most(options, name)));
  const H = size(...units);
  const E = size(...inputs);
  const L = size(...layers);
  const N = size(...sequences);
  const T = size(...steps);
  const gates = options.cell === "lstm" ? 4 : options.cell === "gru" ? 3 : 1;
  const kept = 4; // weights, their gradient, Adam's two averages
  return [
    part(
      [...units, ...inputs, ...layers, "cell"],
      "weights, their gradients and Adam's averages",
      kept * gates * H * (H + E) * L,
    ),
    part([...units, ...layers, ...sequences, ...steps], "the states of one batch", N * T * H * (gates + 1) * L),
    part(["batchSize", "imageSize"], "the pictures of one batch", N * 3 * size("imageSize") ** 2),
    part(["texts", "temperatures", "textLength"], "the texts", size("texts") * size("textLength")),
    {
      ...{ of: ["characters"], bytes: 100 * size("characters"), what: "the text and the state after each character" },
      ...{ has: getHeapStatistics().heap_size_limit, whose: "Node" },
    },
  ];
}

const units = ["hiddenSize", "hiddenSizes"];
const inputs = ["embeddingSize", "attentionSize", "vocabSize"];
const layers = ["layers", "depths"];
const sequences = ["batchSize", "sequences", "readers"];
const steps = ["windowLength", "longWindow", "windows", "sequence", "excerpt", "lags", "lag", "passage"];

const most = (options: Options, name: string): number => Math.max(0, ...numbers(options[name]));

const numbers = (value: unknown): number[] => [value].flat().filter((one) => typeof one === "number");
