import type { MessagePort } from "node:worker_threads";
import { workerData } from "node:worker_threads";
import { rasterise } from "./raster";
import type { PixelsRequest, Request, StaticImage } from "./staticImage";
import { useLabFonts } from "./staticImageFont";

const { port, answers } = workerData as { port: MessagePort; answers: Int32Array };
useLabFonts();
// Loaded at once, so that a worker started early is warm when the first figure comes. What fails here is the answer to
// every request: a figure missing from a notebook has to say why.
const plotter = import("./staticImagePlot.js").then(({ loadPlotter }) => loadPlotter());
const renderer = import("sharp");
for (const loading of [plotter, renderer]) loading.catch(() => undefined);

async function answer(message: string): Promise<StaticImage<string | Uint8Array>> {
  try {
    const request = JSON.parse(message) as Request;
    if ("pixels" in request) return { image: await encoded(request) };
    if ("drawing" in request) return { image: await rasterise(request.drawing, request.scale, small) };
    const drawing = await (await plotter)(request);
    return { image: request.format === "svg" ? drawing : await rasterise(drawing, request.scale, small) };
  } catch (error) {
    return { failure: `the figure cannot be drawn: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function encoded({ pixels, width, height, quick }: PixelsRequest): Promise<Uint8Array> {
  const { default: sharp } = await renderer;
  return sharp(Buffer.from(pixels, "base64"), { raw: { width, height, channels: 3 } })
    .png(quick ? { adaptiveFiltering: true } : small)
    .toBuffer();
}

/** A notebook should be small: whatever time it takes. */
const small = { effort: 7, compressionLevel: 9 };

port.on("message", async (message: string) => {
  port.postMessage(await answer(message));
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
});
