import type { Board } from "../view/controls";
import type { ControlView } from "./controlData";

interface BoardOptions {
  readonly label: string;
  /** The palette: what a piece is called, and a picture or a sign of it. */
  readonly pieces: Readonly<Record<string, string>>;
  readonly columns: number;
  /** So many pieces at most. */
  readonly most: number;
  readonly start: Board;
  readonly moved: () => void;
}

/** A board of buttons and a palette: a press puts the chosen piece at a free place, and takes away what lies there. */
export function boardView({ label, pieces, columns, most, start, moved }: BoardOptions): ControlView {
  const places = [...start];
  let chosen = Object.keys(pieces)[0];
  const caption = Object.assign(document.createElement("span"), { textContent: label });
  const palette = group("palette", "What to put down");
  const grid = group("grid", label);
  grid.style.gridTemplateColumns = `repeat(${columns}, 2.6rem)`;
  const choices = Object.entries(pieces).map(([name, sign]) => {
    const one = button(sign, name);
    one.addEventListener("click", () => {
      chosen = name;
      press();
    });
    return one;
  });
  const press = () => {
    for (const [i, name] of Object.keys(pieces).entries())
      choices[i].setAttribute("aria-pressed", String(name === chosen));
  };
  const squares = places.map((_, i) => {
    const one = button("", "");
    one.addEventListener("click", () => {
      const isFull = places.filter(Boolean).length >= most && places[i] === null;
      places[i] = places[i] !== null || isFull ? null : chosen;
      draw();
      moved();
    });
    return one;
  });
  const draw = () => {
    for (const [i, name] of places.entries()) {
      fill(squares[i], name === null ? "" : pieces[name], name ?? "");
      const where = `row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}`;
      squares[i].setAttribute("aria-label", `${name ?? "nothing"} at ${where}`);
    }
  };
  palette.append(...choices);
  grid.append(...squares);
  press();
  draw();
  const node = document.createElement("div");
  node.className = "board";
  node.append(caption, palette, grid);
  return { node, value: () => [...places] };
}

function group(name: string, label: string): HTMLElement {
  const node = document.createElement("div");
  node.className = name;
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", label);
  return node;
}

function button(sign: string, label: string): HTMLButtonElement {
  const node = document.createElement("button");
  node.type = "button";
  node.title = label;
  fill(node, sign, label);
  if (label) node.setAttribute("aria-label", label);
  return node;
}

/** A sign is a picture by its address, or an emoji, in whose stead the name stands where no font has it. */
function fill(node: HTMLElement, sign: string, name: string): void {
  node.classList.toggle("word", sign !== "" && !sign.startsWith("data:image/") && !hasEmoji());
  if (!sign.startsWith("data:image/")) {
    node.textContent = node.classList.contains("word") ? name : sign;
    return;
  }
  const image = document.createElement("img");
  image.src = sign;
  image.alt = "";
  node.replaceChildren(image);
}

let known: boolean | undefined;

/** Whether a font has emoji: they are in colour, and the box that stands for a missing one is not. */
function hasEmoji(): boolean {
  known ??= drawsInColour("🐕");
  return known;
}

function drawsInColour(sign: string): boolean {
  const context = Object.assign(document.createElement("canvas"), { width: 32, height: 32 }).getContext("2d");
  if (!context) return true;
  context.font = "24px sans-serif";
  context.fillText(sign, 0, 26);
  const { data } = context.getImageData(0, 0, 32, 32);
  return data.some((value, i) => i % 4 === 0 && (value !== data[i + 1] || value !== data[i + 2]));
}
