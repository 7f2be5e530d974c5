import { style } from "../diagrams/style";
import { harmlessSvg } from "../view/harmlessSvg";
import type { Plotly } from "./drawFigure";
import { lookInto } from "./lookInto";
import { momentRenderers, type Notebooks } from "./momentRenderer";
import pageStyle from "./page.css";
import { plotRenderers } from "./plotRenderer";

/** Reply by who bundles it. */
declare const PLOTLY_FILE: string;

const mime = "image/svg+xml";

interface Model {
  readonly data: Readonly<Record<string, unknown>>;
}
interface Widget {
  readonly node: HTMLElement;
  dispose(): void;
}
/** What of JupyterLab's packages is used: https://github.com/jupyterlab/lumino */
interface Lumino {
  readonly Widget: new () => Widget;
}
type Shared = Readonly<Record<string, Readonly<Record<string, { get(): Promise<() => unknown> }>>>>;

/** Draws the lab's drawings so that one can look into them, and any other SVG as the picture that JupyterLab makes of it. */
const drawings = (Widget: Lumino["Widget"]) => ({
  id: "lecture-lab:drawings",
  dataType: "string",
  rank: 80, // JupyterLab's own for SVG
  rendererFactory: {
    // A drawing is made harmless and a picture runs nothing, so that a notebook nobody has trusted yet shows both.
    safe: true,
    mimeTypes: [mime],
    createRenderer: () => new (rendererOf(Widget))(),
  },
});

const rendererOf = (Base: Lumino["Widget"]) =>
  class extends Base {
    async renderModel({ data }: Model): Promise<void> {
      const svg = String(data[mime]);
      const clean = harmlessSvg(window, svg);
      this.node.classList.add("lab-drawing", "jp-RenderedSVG");
      if (!clean) return this.node.replaceChildren(asPicture(svg));
      const drawing = new DOMParser().parseFromString(clean, mime).documentElement as unknown as SVGSVGElement;
      this.node.replaceChildren(document.importNode(drawing, true));
      lookInto(this.node.firstElementChild as SVGSVGElement);
    }
  };

function asPicture(svg: string): HTMLImageElement {
  const picture = document.createElement("img");
  picture.src = `data:${mime},${encodeURIComponent(svg)}`;
  return picture;
}

// Beside this script, and large: fetched for the first figure.
const script = (document.currentScript as HTMLScriptElement).src;
let fetched: Promise<Plotly> | undefined;
function plotly(): Promise<Plotly> {
  fetched ??= import(new URL(PLOTLY_FILE, script).href).then((module: { default: Plotly }) => module.default);
  return fetched;
}

let shared: Shared = {};

/** Of JupyterLab's own package, whatever its version. */
async function sharedModule<M>(name: string): Promise<M> {
  const [one] = Object.values(shared[name]);
  return (await one.get())() as M;
}

let tellNotebooks: (notebooks: Notebooks) => void;
const notebooks = new Promise<Notebooks>((resolve) => {
  tellNotebooks = resolve;
});
/** Learns of the notebooks, in which moments look for their kernel. */
const extension = (INotebookTracker: unknown) => ({
  id: "lecture-lab:notebooks",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_: unknown, tracker: Notebooks) => tellNotebooks(tracker),
});

/** The container that JupyterLab loads: https://webpack.js.org/concepts/module-federation */
const container = {
  init(scope: Shared): void {
    shared = scope;
    const sheet = document.createElement("style");
    sheet.textContent = `${style}${pageStyle}`;
    document.head.append(sheet);
  },
  async get(name: string): Promise<() => unknown> {
    const module = (content: unknown) => () => ({ __esModule: true, default: content });
    if (name === "./notebooks") {
      const { INotebookTracker } = await sharedModule<{ INotebookTracker: unknown }>("@jupyterlab/notebook");
      return module([extension(INotebookTracker)]);
    }
    const { Widget } = await sharedModule<Lumino>("@lumino/widgets");
    return module([drawings(Widget), plotRenderers(Widget, plotly), momentRenderers(Widget, plotly, notebooks)]);
  },
};

const pageWindow = window as unknown as { _JUPYTERLAB?: Record<string, unknown> };
pageWindow._JUPYTERLAB ??= {};
pageWindow._JUPYTERLAB["lecture-lab"] = container;
