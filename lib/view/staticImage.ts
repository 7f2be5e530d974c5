import path from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, SHARE_ENV, Worker } from "node:worker_threads";
import type { Figure } from "./figure";
import type { SvgDrawing } from "./svgDrawing";

/** A drawn figure, or the reason why there is none: a notebook goes on without its picture. */
export interface StaticImage<T> {
  readonly image?: T;
  readonly failure?: string;
}

/** What the main thread asks of the worker: a figure … */
export interface ImageRequest {
  readonly format: "svg" | "png";
  readonly data: Figure["data"];
  readonly layout: Figure["layout"];
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** … or a drawing as a PNG file … */
export interface DrawingRequest {
  readonly drawing: string;
  readonly scale: number;
}

/** … or a picture as a PNG file: its red, green and blue in base64. */
export interface PixelsRequest {
  readonly pixels: string;
  readonly width: number;
  readonly height: number;
  /** In a millisecond, twice as large. */
  readonly quick?: boolean;
}

export type Request = ImageRequest | DrawingRequest | PixelsRequest;

interface Painter {
  readonly worker: Worker;
  readonly port: MessagePort;
  /** Counts the answers given, so that the main thread can sleep until there is one more. */
  readonly answers: Int32Array;
}

const notebookWidth = 800;
const defaultHeight = 400;
const usualPatience = 20_000;

// The module's only state. Loading jsdom and plotly takes most of a second, a figure a fifth of one: one warm worker
// serves a whole notebook. It holds no figure, and it does not keep the process alive.
let painter: Painter | undefined;

/** Starts loading plotly in the background, so that the first figure need not wait for it. */
export function warmUp(): void {
  painter ??= startPainter();
}

export interface SvgOptions {
  /** In pixels; the notebook's by default. */
  readonly width?: number;
  /** How long it may take, in milliseconds. */
  readonly patience?: number;
}

/** `figure` as an SVG drawing; blocks until it is drawn. */
export function svg(figure: Figure, { width = notebookWidth, patience }: SvgOptions = {}): StaticImage<string> {
  return draw<string>(figure, { format: "svg", width, scale: 1 }, patience);
}

/**
 * `figure` as a PNG of 800 · `scale` pixels' width, on white; blocks until it is drawn. Notebooks take a scale of 1:
 * JupyterLab shows a picture pixel for pixel.
 */
export function png(figure: Figure | SvgDrawing, scale = 1): StaticImage<Buffer> {
  if ("svg" in figure) return asBuffer(told<Uint8Array>({ drawing: figure.svg, scale }));
  return asBuffer(draw<Uint8Array>(figure, { format: "png", width: notebookWidth, scale }));
}

/** A picture as a PNG file; blocks until it is made. */
export function pixelsPng(request: PixelsRequest): StaticImage<Buffer> {
  return asBuffer(told<Uint8Array>(request));
}

const asBuffer = ({ image, failure }: StaticImage<Uint8Array>): StaticImage<Buffer> =>
  image ? { image: Buffer.from(image) } : { failure };

type Drawn = Pick<ImageRequest, "format" | "width" | "scale">;

function draw<T>({ data, layout }: Figure, how: Drawn, patience?: number): StaticImage<T> {
  const height = typeof layout.height === "number" ? layout.height : defaultHeight;
  return told<T>({ ...how, data, layout, height }, patience);
}

function told<T>(request: Request, patience = usualPatience): StaticImage<T> {
  try {
    return ask<T>(request, patience);
  } catch (error) {
    return { failure: `the figure cannot be drawn: ${error instanceof Error ? error.message : String(error)}` };
  }
}

// `show` is synchronous because a notebook's cells are: so the thread sleeps on a shared counter, not on a promise.
function ask<T>(request: Request, patience: number): StaticImage<T> {
  painter ??= startPainter();
  const { port, answers, worker } = painter;
  const before = Atomics.load(answers, 0);
  port.postMessage(JSON.stringify(request)); // as a notebook stores it: no functions, no typed arrays
  Atomics.wait(answers, 0, before, patience);
  const answer = receiveMessageOnPort(port) as { message: StaticImage<T> } | undefined;
  if (answer) return answer.message;
  void worker.terminate();
  painter = undefined;
  return { failure: `the figure was not drawn within ${patience / 1000} s` };
}

function startPainter(): Painter {
  const { port1, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(path.join(__dirname, "staticImageWorker.js"), {
    workerData: { port: port2, answers },
    transferList: [port2],
    // fontconfig reads the process's true environment, of which a worker has only a copy otherwise.
    env: SHARE_ENV,
  });
  worker.on("error", () => {
    painter = undefined;
  });
  worker.unref();
  port1.unref();
  return { worker, port: port1, answers };
}
