import { crc32, deflateSync } from "node:zlib";
import type { DOMWindow } from "jsdom";

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

const bytesPerPixel = 4;

/** Gives jsdom's canvas the four calls with which plotly paints a heat map. */
export function addCanvas(window: DOMWindow): void {
  const painted = new WeakMap<HTMLCanvasElement, Painting>();
  const paintingOf = (canvas: HTMLCanvasElement) => {
    const painting = painted.get(canvas) ?? new Painting(canvas.width, canvas.height);
    painted.set(canvas, painting);
    return painting;
  };
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement) {
      return paintingOf(this);
    },
    toDataURL(this: HTMLCanvasElement) {
      return `data:image/png;base64,${encodePng(paintingOf(this)).toString("base64")}`;
    },
  });
}

/** The part of a canvas' 2d context that plotly uses. */
class Painting implements Pixels {
  readonly data: Uint8ClampedArray;
  fillStyle = "rgba(0,0,0,1)";

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * bytesPerPixel);
  }

  createImageData(width: number, height: number): Pixels {
    return { width, height, data: new Uint8ClampedArray(width * height * bytesPerPixel) };
  }

  putImageData({ width, height, data }: Pixels, left = 0, top = 0): void {
    for (let row = 0; row < height; row++) {
      const line = data.subarray(row * width * bytesPerPixel, (row + 1) * width * bytesPerPixel);
      this.data.set(line, ((top + row) * this.width + left) * bytesPerPixel);
    }
  }

  fillRect(left: number, top: number, width: number, height: number): void {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (this.fillStyle.match(/[\d.]+/g) ?? []).map(Number);
    for (let y = Math.max(0, top); y < Math.min(this.height, top + height); y++) {
      for (let x = Math.max(0, left); x < Math.min(this.width, left + width); x++) {
        this.data.set([red, green, blue, 255 * alpha], (y * this.width + x) * bytesPerPixel);
      }
    }
  }

  clearRect(): void {
    this.data.fill(0);
  }

  measureText(text: string): { width: number } {
    return { width: 7 * text.length };
  }
}

// Synchronous, as toDataURL is: sharp would only promise.
function encodePng({ width, height, data }: Pixels): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0]); // 8 bits a channel, RGBA
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const stride = width * bytesPerPixel;
  const rows = Buffer.alloc(height * (stride + 1)); // each row starts with its filter: 0, none
  for (let row = 0; row < height; row++)
    rows.set(data.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND")]);
}

function chunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
