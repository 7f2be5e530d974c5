import type { Board, MarkedText } from "../view/controls";
import { boardView } from "./boardView";
import type { ControlData, ControlView } from "./controlData";
import { inkPad } from "./inkPad";
import { photographView } from "./photographView";

/**
 * What draws each kind of control: HTML's own elements where there is one, so that keyboards, screen readers and phones know it.
 * `moved` is to be called at every change.
 */
type View = (control: ControlData, moved: () => void) => ControlView;

const views: Readonly<Record<ControlData["kind"], View>> = {
  slider,
  choice,
  toggle,
  field,
  passage,
  again,
  pad: inkPad,
  board: boardOf,
  photograph: photographView,
};

export const viewOf: View = (control, moved) => views[control.kind](control, moved);

/** A label with its element in it. */
export function labelled(text: string, ...nodes: readonly Node[]): HTMLLabelElement {
  const label = document.createElement("label");
  const name = document.createElement("span");
  name.textContent = text;
  label.append(name, ...nodes);
  return label;
}

function slider({ name, label, start, look }: ControlData, moved: () => void): ControlView {
  const { min, max, step, log } = look as { min: number; max: number; step?: number; log: boolean };
  const steps = step === undefined ? 100 : Math.round((max - min) / step);
  const at = (place: number) => {
    const share = place / steps;
    return Number((log ? min * (max / min) ** share : min + share * (max - min)).toPrecision(6));
  };
  const placeOf = (x: number) =>
    Math.round(steps * (log ? Math.log(x / min) / Math.log(max / min) : (x - min) / (max - min)));
  const input = element("input", { type: "range", min: "0", max: String(steps), step: "1" });
  const shown = document.createElement("output");
  // The start need not be one of the places.
  let value = start as number;
  const tell = () => {
    shown.textContent = String(Number(value.toPrecision(3)));
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.value = String(placeOf(value));
  tell();
  input.addEventListener("input", () => {
    value = at(Number(input.value));
    tell();
    moved();
  });
  return { node: labelled(label ?? name, input, shown), value: () => value };
}

function choice({ name, label, start, look }: ControlData, moved: () => void): ControlView {
  const values = look.values as readonly (string | number)[];
  const select = document.createElement("select");
  select.append(...values.map((value) => element("option", { textContent: String(value) })));
  select.selectedIndex = values.indexOf(start as string);
  select.addEventListener("change", moved);
  return { node: labelled(label ?? name, select), value: () => values[select.selectedIndex] };
}

function toggle({ name, label, start }: ControlData, moved: () => void): ControlView {
  const input = element("input", { type: "checkbox", checked: start as boolean });
  input.addEventListener("change", moved);
  const node = labelled(label ?? name, input);
  node.prepend(input);
  return { node, value: () => input.checked };
}

function field({ name, label, start, look }: ControlData, moved: () => void): ControlView {
  const input = textArea(start as string, look);
  input.addEventListener("input", moved);
  return { node: wide(labelled(label ?? name, input)), value: () => input.value };
}

/** The text's own selection is what is marked: by mouse, finger or keyboard. */
function passage({ name, label, start, look }: ControlData, moved: () => void): ControlView {
  const { text, from, to } = start as MarkedText;
  const input = textArea(text, look);
  input.setSelectionRange(from, to);
  let mark = { from, to };
  const marked = () => {
    const now = { from: input.selectionStart, to: input.selectionEnd };
    if (now.from === mark.from && now.to === mark.to) return;
    mark = now;
    moved();
  };
  input.addEventListener("input", () => {
    mark = { from: input.selectionStart, to: input.selectionEnd };
    moved();
  });
  for (const event of ["select", "keyup", "pointerup", "selectionchange"]) input.addEventListener(event, marked);
  return { node: wide(labelled(label ?? name, input)), value: () => ({ text: input.value, ...mark }) };
}

function again({ name, label, start }: ControlData, moved: () => void): ControlView {
  let count = start as number;
  const button = element("button", { type: "button", textContent: label ?? name });
  button.addEventListener("click", () => {
    count++;
    moved();
  });
  return { node: button, value: () => count };
}

function boardOf(control: ControlData, moved: () => void): ControlView {
  const { pieces, columns, most } = control.look as { pieces: [string, string][]; columns: number; most: number };
  return boardView({
    label: control.label ?? control.name,
    pieces: Object.fromEntries(pieces),
    columns,
    most,
    start: control.start as Board,
    moved,
  });
}

function textArea(text: string, { rows, most }: ControlData["look"]): HTMLTextAreaElement {
  return element("textarea", { value: text, rows: rows as number, maxLength: most as number, spellcheck: false });
}

function wide<T extends HTMLElement>(node: T): T {
  node.classList.add("wide");
  return node;
}

/** An element with properties of its own. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), properties);
}
