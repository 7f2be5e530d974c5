import type { DOMWindow } from "jsdom";
import { labFont } from "./staticImageFont";

/** An affine map: x' = a x + c y + e, y' = b x + d y + f. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
type Point = readonly [x: number, y: number];

const identity: Matrix = [1, 0, 0, 1, 0, 0];
const fonts = { regular: labFont("regular"), bold: labFont("bold") };

/** Gives jsdom's SVG elements their boxes: text measured in the lab's font, groups the union of what they hold. */
export function addBoxes(window: DOMWindow): void {
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: SVGElement) {
      return rectangle(corners(this));
    },
    getBoundingClientRect(this: SVGElement) {
      const toPage = pageMatrix(this);
      return rectangle(corners(this).map((point) => apply(toPage, point)));
    },
    getComputedTextLength(this: SVGElement) {
      return textWidth(this);
    },
  });
}

function rectangle(points: readonly Point[]) {
  const xs = points.length ? points.map(([x]) => x) : [0];
  const ys = points.length ? points.map(([, y]) => y) : [0];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { x: left, y: top, left, right, top, bottom, width: right - left, height: bottom - top };
}

/** The corners of everything drawn by `element`, in its own coordinates. Paths are left out: nobody asks. */
function corners(element: Element): Point[] {
  if (element.tagName === "text") return textLines(element).flatMap((line) => lineCorners(element, line));
  if (element.tagName === "rect" || element.tagName === "image") return box(element);
  return [...element.children].flatMap((child) => {
    const matrix = ownMatrix(child);
    return corners(child).map((point) => apply(matrix, point));
  });
}

function box(element: Element): Point[] {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => number(element, name));
  return [
    [x, y],
    [x + width, y + height],
  ];
}

const textLines = (text: Element): Element[] => {
  const lines = [...text.children].filter((child) => child.classList.contains("line"));
  return lines.length ? lines : [text];
};

function lineCorners(text: Element, line: Element): Point[] {
  const size = fontSize(line);
  const width = textWidth(line);
  const anchor = inherited(line, "text-anchor");
  const start = anchor === "middle" ? -width / 2 : anchor === "end" ? -width : 0;
  const x = number(line, "x", number(text, "x")) + start;
  const baseline = number(line, "y", number(text, "y")) + number(line, "dy") * size; // plotly counts dy in em
  const { ascent, descent } = fonts[weight(line)];
  return [
    [x, baseline - ascent * size],
    [x + width, baseline + descent * size],
  ];
}

function textWidth(element: Element): number {
  return [...element.childNodes].reduce((total, child) => {
    if (child.nodeType === child.ELEMENT_NODE) return total + textWidth(child as Element);
    return total + fonts[weight(element)].width(child.textContent ?? "") * fontSize(element);
  }, 0);
}

function weight(element: Element): "regular" | "bold" {
  const value = inherited(element, "font-weight");
  return value === "bold" || Number(value) >= 600 ? "bold" : "regular";
}

/** In pixels; subscripts are sized in percent of their line. */
function fontSize(element: Element | null): number {
  if (!element) return 12;
  const value = ownStyle(element, "font-size");
  if (value.endsWith("%")) return (Number.parseFloat(value) / 100) * fontSize(element.parentElement);
  return Number.parseFloat(value) || fontSize(element.parentElement);
}

const inherited = (element: Element | null, property: string): string =>
  element ? ownStyle(element, property) || inherited(element.parentElement, property) : "";

const ownStyle = (element: Element, property: string): string =>
  (element as SVGElement).style?.getPropertyValue(property) || (element.getAttribute(property) ?? "");

const number = (element: Element, name: string, otherwise = 0): number => {
  const value = Number.parseFloat(element.getAttribute(name) ?? "");
  return Number.isFinite(value) ? value : otherwise;
};

const apply = ([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point => [a * x + c * y + e, b * x + d * y + f];

const multiply = (m: Matrix, [a, b, c, d, e, f]: Matrix): Matrix => {
  const [e2, f2] = apply(m, [e, f]);
  return [m[0] * a + m[2] * b, m[1] * a + m[3] * b, m[0] * c + m[2] * d, m[1] * c + m[3] * d, e2, f2];
};

const pageMatrix = (element: Element | null): Matrix =>
  element ? multiply(pageMatrix(element.parentElement), ownMatrix(element)) : identity;

function ownMatrix(element: Element): Matrix {
  const steps = (element.getAttribute("transform") ?? "").matchAll(/(\w+)\s*\(([^)]*)\)/g);
  return [...steps].reduce((matrix, [, name, list]) => {
    return multiply(matrix, transformStep(name, list.split(/[\s,]+/).map(Number)));
  }, identity);
}

function transformStep(name: string, [p = 0, q = 0, r = 0]: readonly number[]): Matrix {
  if (name === "translate") return [1, 0, 0, 1, p, q];
  if (name === "scale") return [p, 0, 0, q || p, 0, 0];
  if (name !== "rotate") return identity;
  const [cos, sin] = [Math.cos((p * Math.PI) / 180), Math.sin((p * Math.PI) / 180)];
  const turn: Matrix = [cos, sin, -sin, cos, 0, 0];
  return multiply(multiply([1, 0, 0, 1, q, r], turn), [1, 0, 0, 1, -q, -r]);
}
