import { timeControl } from "./timeControl";

const hint = "Point at a part, or tab to the drawing and use the arrow keys: its equation and its numbers appear here.";

/**
 * Lets a reader look into a drawing of the lab's: a part that is pointed at or focused says its equation and numbers below
 * the drawing, and what it is made of and what is made of it stand out. One stop of the Tab key; arrows go along the lines.
 */
export function lookInto(svg: SVGSVGElement): void {
  const document = svg.ownerDocument;
  const parts = [...svg.querySelectorAll<SVGGElement>(".node")];
  const lines = [...svg.querySelectorAll<SVGGElement>("[data-from]")];
  const byName = new Map(parts.map((part) => [part.dataset.node, part]));
  const words = document.createElement("p");
  words.className = "lab-words";
  words.setAttribute("aria-live", "polite");
  words.textContent = hint;

  const before = (part: SVGGElement) => ends(part, "to", "from");
  const after = (part: SVGGElement) => ends(part, "from", "to");
  function ends(part: SVGGElement, here: "from" | "to", there: "from" | "to"): SVGGElement[] {
    const found = lines.filter((line) => line.dataset[here] === part.dataset.node);
    return [...new Set(found.flatMap((line) => byName.get(line.dataset[there]) ?? []))];
  }

  function show(part: SVGGElement | undefined): void {
    svg.classList.toggle("looking", part !== undefined);
    const [sources, readers] = part ? [before(part), after(part)] : [[], []];
    for (const one of parts) {
      one.classList.toggle("here", one === part);
      one.classList.toggle("source", sources.includes(one));
      one.classList.toggle("reader", readers.includes(one));
    }
    for (const line of lines) {
      const { from, to } = line.dataset;
      line.classList.toggle("source", part !== undefined && to === part.dataset.node);
      line.classList.toggle("reader", part !== undefined && from === part.dataset.node);
    }
    words.replaceChildren(...(part ? inLetters(part.dataset.words ?? "", document) : [hint]));
  }

  const partAt = (event: Event) => (event.target as Element).closest<SVGGElement>(".node") ?? undefined;
  const focused = () => parts.find((part) => part === document.activeElement);
  svg.addEventListener("pointerover", (event) => show(partAt(event) ?? focused()));
  svg.addEventListener("pointerleave", () => show(focused()));
  svg.addEventListener("focusin", (event) => {
    const part = partAt(event);
    for (const one of parts) one.tabIndex = one === (part ?? parts[0]) ? 0 : -1;
    show(part);
  });
  svg.addEventListener("focusout", () => show(undefined));
  svg.addEventListener("keydown", (event) => {
    const part = partAt(event);
    if (event.key === "Escape") part?.blur();
    if (!part || !event.key.startsWith("Arrow")) return;
    event.preventDefault(); // the page stays where it is
    neighbour(part, event.key, { before, after })?.focus();
  });

  // The page is its paper; where that is narrow it scrolls, so that the letters can be read.
  svg.querySelector(":scope > .paper")?.remove();
  svg.style.minWidth = `${Math.round(0.62 * Number(svg.getAttribute("width")))}px`;
  // JupyterLab hears keys before what has the focus does, unless it is told not to.
  svg.setAttribute("data-lm-suppress-shortcuts", "true");
  // A browser says both its title and its label, and shows the title over what it is pointed at.
  for (const title of svg.querySelectorAll(".node > title")) title.remove();
  for (const [i, part] of parts.entries()) part.tabIndex = i === 0 ? 0 : -1;
  svg.after(...timeControl(svg, parts, lines), words);
}

type Ways = Record<"before" | "after", (part: SVGGElement) => readonly SVGGElement[]>;

/** The part that an arrow leads to: the nearest on a line that goes that way. */
function neighbour(part: SVGGElement, key: string, { before, after }: Ways): SVGGElement | undefined {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!way) return undefined;
  const [x, y] = centre(part);
  const reachable = [...before(part), ...after(part)].flatMap((other) => {
    const [dx, dy] = [centre(other)[0] - x, centre(other)[1] - y];
    const [along, aside] = [dx * way[0] + dy * way[1], Math.abs(dx * way[1]) + Math.abs(dy * way[0])];
    return along > 0 ? [{ other, far: along + 2 * aside }] : [];
  });
  return reachable.sort((a, b) => a.far - b.far)[0]?.other;
}

function centre(part: SVGGElement): [number, number] {
  const { left, top, width, height } = part.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}

/** `h_{t−1}` and `x^{2}` with their indices below and above. */
function inLetters(text: string, document: Document): (Node | string)[] {
  return text.split(/([_^]\{[^}]*\})/).map((part) => {
    const [, kind, index] = /^([_^])\{(.*)\}$/.exec(part) ?? [];
    if (index === undefined) return part;
    const shifted = document.createElement(kind === "_" ? "sub" : "sup");
    shifted.textContent = index;
    return shifted;
  });
}
