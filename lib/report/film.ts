import path from "node:path";
import { helloDrawing } from "../experiments/2.1-character-language-model/letterSlides";
import { hello } from "../experiments/2-vanilla-rnn/hello/claims";
import type { HelloPass, HelloTraining } from "../experiments/2-vanilla-rnn/hello/config";
import { runHelloModel, wordTokens } from "../experiments/2-vanilla-rnn/hello/job";
import { memorylessBound } from "../experiments/2-vanilla-rnn/hello/run";
import { dark as darkFigure } from "../page/darkFigure";
import { lines } from "../view/figure";
import { escapeHtml } from "../view/progress";
import { svg } from "../view/staticImage";
import { fontFamily, useLabFonts } from "../view/staticImageFont";

/** After so many steps of its training the network is drawn; the last stands longest. */
export const filmSteps = [
  ...[1, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 45, 50, 55, 60, 65, 70, 80, 90, 100, 120, 140, 160, 180, 200, 250, 300],
];
const [quick, long] = [280, 3500]; // milliseconds
/** In milliseconds; a busy machine draws a curve slowly. */
const patience = 120_000;

/** Of the whole picture, and where in it words and curve begin, in pixels. */
const [width, height, margin, right] = [1080, 600, 12, 660];
const papers = { light: "#ffffff", dark: "#16181b" }; // as a figure's
const inks = { light: ["#222222", "#C03A00"], dark: ["#e4e6e8", "#FF9A6B"] };

export type FilmTheme = "light" | "dark";
/** Where README.md finds it. */
export const filmFile = (theme: FilmTheme): string => path.join(".github", `hello-${theme}.webp`);

/** The network of "hello" after so many steps from the same fresh weights. */
interface FilmStep {
  readonly step: number;
  readonly pass: HelloPass;
  readonly training: HelloTraining;
}

/** Trains it anew up to each of the steps, slowly enough to watch: every number in the film is one of a run. */
export async function filmRun(signal?: AbortSignal): Promise<readonly FilmStep[]> {
  const { seeds: _, ...job } = hello.defaults;
  const run: FilmStep[] = [];
  for (const steps of filmSteps) {
    const own = { ...job, learningRate: 0.01, steps, evaluateEvery: 1, seed: 1 };
    const { pass, withState } = await runHelloModel(own, { signal });
    signal?.throwIfAborted();
    if (!pass) throw new Error(`hello: no pass after ${steps} steps`);
    run.push({ step: steps, pass, training: withState });
  }
  return run;
}

/** The training as an animated WebP: the network's states and scores, its loss, and what it writes. */
export async function film(run: readonly FilmStep[], theme: FilmTheme): Promise<Buffer> {
  useLabFonts();
  const { default: sharp } = await import("sharp");
  const frames = await Promise.all(
    run.map((at) =>
      sharp(Buffer.from(frame(at, theme)))
        .png()
        .toBuffer(),
    ),
  );
  const delay = frames.map((_, i) => (i === frames.length - 1 ? long : quick));
  return sharp(frames, { join: { animated: true } })
    .webp({ loop: 0, delay, quality: 85, effort: 4 })
    .toBuffer();
}

/** One moment of it. The root says whether it is dark, which the drawing's own style asks for. */
function frame({ step, pass, training }: FilmStep, theme: FilmTheme): string {
  const { word } = hello.defaults;
  const { svg: drawing } = helloDrawing(pass, wordTokens(word).letters, "Each step reads a letter and scores the next");
  const inside = `x="${margin}" y="${margin}" width="${right - 2 * margin}" height="${height - 2 * margin}"`;
  const placed = drawing
    .replace(/ width="[\d.]+" height="[\d.]+"/, ` ${inside}`)
    .replace(/<rect class="paper"[^>]*>/, "");
  const { image, failure } = svg(lossSoFar(training, step, theme), { width: width - right - margin, patience });
  if (!image) throw new Error(failure);
  const [ink, wrong] = inks[theme];
  const written = [...training.written].map((letter, i) => {
    const colour = letter === word[i + 1] ? ink : wrong;
    return `<tspan fill="${colour}">${escapeHtml(letter)}</tspan>`;
  });
  const text = (words: string, y: number, large: number) =>
    `<text x="${right + 16}" y="${y}" font-size="${large}" fill="${ink}">${words}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" data-theme="${theme}" width="${width}" height="${height}" font-family="${fontFamily}">` +
    `<rect width="${width}" height="${height}" fill="${papers[theme]}"/>${placed}` +
    text(`After ${step} ${step === 1 ? "step" : "steps"} of training it writes`, 90, 19) +
    text(`<tspan opacity="0.5">${word[0]}</tspan>${written.join("")}`, 168, 64) +
    `${image.replace(/^<svg /, `<svg x="${right}" y="250" `)}</svg>`
  );
}

function lossSoFar({ curve, nats }: HelloTraining, step: number, theme: FilmTheme) {
  const figure = lines([{ name: "loss", x: curve.map((at) => at.step), y: curve.map((at) => at.nats) }], {
    title: `Loss: ${(nats ?? Number.NaN).toFixed(2)} nats per letter`,
    x: { title: "steps", range: [0, filmSteps[filmSteps.length - 1]] },
    y: { title: "nats per letter", range: [0, 2] },
    references: [{ name: "best without a state", y: memorylessBound(hello.defaults.word) }],
    height: 300,
    alt: `The loss up to step ${step}`,
  });
  return theme === "dark" ? darkFigure(figure) : figure;
}
