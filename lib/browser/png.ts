import type * as native from "../view/png";

/** As `view/png.ts`: the page's own canvas makes the file. */
export const pngUri: typeof native.pngUri = (pixels, { width, height }) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const drawn = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) drawn.data[4 * i + c] = pixels[3 * i + c];
    drawn.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d")?.putImageData(drawn, 0, 0);
  return canvas.toDataURL("image/png");
};
