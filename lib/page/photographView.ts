import type { ControlData, ControlView } from "./controlData";

/** A button that opens a file's picture, which may be dropped on it as well; a small view of it, and a button that takes it away. */
export function photographView({ name, label, look }: ControlData, moved: () => void): ControlView {
  const side = look.side as number;
  let value: string | null = null;
  const file = Object.assign(document.createElement("input"), { type: "file", accept: "image/*" });
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side, hidden: true });
  const away = Object.assign(document.createElement("button"), {
    type: "button",
    textContent: "take it away",
    hidden: true,
  });
  const state = document.createElement("span");
  state.setAttribute("role", "status");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "Your picture, as it is shown to the network");
  const caption = document.createElement("label");
  caption.append(Object.assign(document.createElement("span"), { textContent: label ?? name }), file);
  const node = document.createElement("div");
  node.className = "photograph";
  node.append(caption, canvas, away, state);

  const set = (pixels: string | null, says = "") => {
    value = pixels;
    canvas.hidden = away.hidden = pixels === null;
    state.textContent = says;
    moved();
  };
  let turn = 0;
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    const own = ++turn; // a large one may be opened later than the next
    try {
      const pixels = await middleSquare(chosen, canvas);
      if (own === turn) set(pixels);
    } catch {
      if (own === turn) set(null, `a picture expected (PNG, JPEG, WebP), got ${chosen.name}`);
    }
  });
  away.addEventListener("click", () => {
    turn++;
    file.value = "";
    set(null);
  });
  return { node, value: () => value };
}

/** Drawn upright on the canvas, on white; its pixels, red, green and blue, in base64. */
async function middleSquare(file: Blob, canvas: HTMLCanvasElement): Promise<string> {
  const picture = await createImageBitmap(file);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const { width: side } = canvas;
  const size = Math.min(picture.width, picture.height);
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, side, side);
  const [left, top] = [(picture.width - size) / 2, (picture.height - size) / 2];
  context.drawImage(picture, left, top, size, size, 0, 0, side, side);
  picture.close();
  const { data } = context.getImageData(0, 0, side, side);
  let bytes = "";
  for (let i = 0; i < data.length; i += 4) bytes += String.fromCharCode(data[i], data[i + 1], data[i + 2]);
  return btoa(bytes);
}
