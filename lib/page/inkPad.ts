import type { ControlData, ControlView } from "./controlData";

/** On the page, in its pixels; and the brush, in the drawing's. */
const side = 176;
const brush = 1.3;

const words =
  "Draw with the pointer. With the keyboard: the arrow keys move the brush, the space bar paints, Delete wipes all.";

/** Something one draws on, pixel by pixel, with a soft brush. */
export function inkPad({ name, label, start, look }: ControlData, moved: () => void): ControlView {
  const size = look.size as number;
  let ink = [...(start as readonly number[])];
  let at = { x: size / 2, y: size / 2 };
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size, tabIndex: 0 });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${label ?? name}. ${words}`);
  canvas.style.width = `${side}px`;
  const wipe = Object.assign(document.createElement("button"), { type: "button", textContent: "wipe" });
  const caption = Object.assign(document.createElement("span"), { textContent: label ?? name });
  const node = document.createElement("div");
  node.className = "pad";
  node.append(caption, canvas, wipe);

  const draw = () => {
    const context = canvas.getContext("2d");
    const image = context?.createImageData(size, size);
    if (!context || !image) return;
    for (const [i, value] of ink.entries()) image.data.set([0, 0, 0, 255 * value].map(Math.round), 4 * i);
    context.putImageData(image, 0, 0);
  };
  const paint = (x: number, y: number) => {
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const far = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        const value = Math.max(0, Math.min(1, 1.2 - (far - brush / 2)));
        ink[row * size + column] = Math.max(ink[row * size + column], value);
      }
    }
  };
  /** The way from where the brush was: a fast pointer leaves no gaps. */
  const stroke = (x: number, y: number) => {
    const steps = Math.max(1, Math.ceil(Math.hypot(x - at.x, y - at.y)));
    for (let i = 1; i <= steps; i++) paint(at.x + ((x - at.x) * i) / steps, at.y + ((y - at.y) * i) / steps);
    at = { x, y };
    draw();
    moved();
  };
  const placeOf = (event: PointerEvent) => {
    const { left, top, width } = canvas.getBoundingClientRect();
    return { x: ((event.clientX - left) * size) / width, y: ((event.clientY - top) * size) / width };
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    at = placeOf(event);
    stroke(at.x, at.y);
  });
  canvas.addEventListener("pointermove", (event) => {
    const { x, y } = placeOf(event);
    if (event.buttons) stroke(x, y);
  });
  const clear = () => {
    ink = ink.map(() => 0);
    draw();
    moved();
  };
  wipe.addEventListener("click", clear);
  const ways: Readonly<Record<string, readonly [number, number]>> = {
    ...{ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] },
  };
  canvas.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (way) at = { x: at.x + way[0], y: at.y + way[1] };
    else if (event.key === " ") stroke(at.x, at.y);
    else if (event.key === "Delete") clear();
    else return;
    event.preventDefault();
  });
  draw();
  return { node, value: () => [...ink] };
}
