/**
 * What the harness and a contestant say to each other: JSON, a line each, on the contestant's stdin and stdout.
 * The rows are plain data that TypeScript and Python read alike, so their names are spelt out here once.
 */

export type CellName = "RNN" | "LSTM" | "GRU";

/** One training step of a stack of cells and a read-out; dense input, Adam, gradients clipped at a joint norm of 5. */
export interface TrainRow {
  readonly kind: "train";
  /** GRU: PyTorch's form, reset after the product. */
  readonly cell: CellName;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  /** Targets are tokens below it: the loss is softmax cross-entropy. */
  readonly vocabSize: number;
  readonly batchSize: number;
  readonly timeSteps: number;
}

/** One text of characters, each fed back as the next input; the state is carried from run to run. */
export interface SampleRow {
  readonly kind: "sample";
  readonly cell: CellName;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly vocabSize: number;
  /** The caller sees characters in blocks of this many; 1 is each one alone. */
  readonly block: number;
}

/** An additive-attention captioner: LSTM over [embedding of the last word, context], a read-out from h. */
interface Captioner {
  readonly places: number;
  readonly featureSize: number;
  readonly attentionSize: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly vocabSize: number;
}

/** One training step by teacher forcing; Adam, gradients clipped at a joint norm of 5. */
export interface CaptionTrainRow extends Captioner {
  readonly kind: "captionTrain";
  readonly batchSize: number;
  readonly timeSteps: number;
}

/** One decoding step of all beams: log-probabilities [beams, V] that the caller reads; the state is carried on. */
export interface CaptionDecodeRow extends Captioner {
  readonly kind: "captionDecode";
  readonly beams: number;
}

/** One training step of a VGG-like network: 3 × 3 convolutions with ReLU, max-pooling after every second, two dense layers. */
export interface CnnRow {
  readonly kind: "cnn";
  readonly batchSize: number;
  /** Width and height; three colours. */
  readonly imageSize: number;
  readonly channels: readonly number[];
  readonly hiddenSize: number;
  readonly classes: number;
}

/** One product of two square matrices: what the machine can do at most. */
export interface GemmRow {
  readonly kind: "gemm";
  readonly size: number;
}

export type Row = TrainRow | SampleRow | CaptionTrainRow | CaptionDecodeRow | CnnRow | GemmRow;

/** Run a row for about so many seconds (0: once), or end. */
export type Request = { readonly row: Row; readonly seconds: number } | { readonly done: true };

export interface Measured {
  /** Units a second: tokens, characters, decoding steps, images, floating-point operations. */
  readonly rate: number;
  /** Of the process so far, in MB. */
  readonly peakMb: number;
  /** Of the row's very first run in this process: building, tracing and compiling included. */
  readonly firstSeconds: number;
  /** Processor time of all the contestant's threads during this turn: what more was spent, others spent. */
  readonly cpuSeconds: number;
}

export type Reply = Measured | { readonly error: string };
