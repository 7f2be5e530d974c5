import { ready, tf } from "../core/tf";
import { momentNamed } from "../moments";
import type { Plotly } from "../page/drawFigure";
import { mountPanel, type PanelData, type Respondent } from "../page/momentPanel";
import { answering } from "../view/answering";
import type { MomentFrame } from "../view/frames";
import type { Moment } from "../view/moment";
import { offerToCheck } from "./claimsHere";
import { scriptsOf } from "./momentScripts";

// On a page of the report: what a notebook has kept of a moment comes alive, and this page's own library answers.

type Kept = PanelData & { readonly name?: string; readonly frames?: readonly MomentFrame[] };

const darkness = matchMedia("(prefers-color-scheme: dark)");
const looks = () => ({ isDark: darkness.matches, isNarrow: matchMedia("(max-width: 40rem)").matches });
const plotly = async () => (window as unknown as { Plotly: Plotly }).Plotly;

async function bringToLife(figure: HTMLElement): Promise<void> {
  const target = figure.querySelector("div");
  if (!target) return;
  const kept = JSON.parse(figure.querySelector("script")?.textContent ?? "{}") as Kept;
  const panel = mountPanel(target, kept, { plotly, looks });
  figure.classList.add("live");
  darkness.addEventListener("change", () => void panel.redraw());
  const known = kept.name === undefined ? undefined : momentNamed(kept.name);
  if (!known) return kept.frames ? panel.live(fromFrames(kept.frames, panel.tell)) : panel.still(aKernel);
  panel.still("getting ready …");
  try {
    await Promise.all([ready(), ...scriptsOf(known).map(fetched)]);
    panel.live(answering(known as Moment, panel.tell));
  } catch (error) {
    panel.still(`This page cannot compute here: ${error instanceof Error ? error.message : error}`);
  }
}

const aKernel = "To move the controls, run this cell in JupyterLab: only its kernel can compute this.";

/** What a script beside the page brings. */
const scripts = new Map<string, Promise<void>>();
function fetched(file: string): Promise<void> {
  const before = scripts.get(file);
  if (before) return before;
  const script = Object.assign(document.createElement("script"), { src: file });
  const loaded = new Promise<void>((resolve, reject) => {
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => reject(new Error(`${file} is missing beside this page`)));
  });
  document.head.append(script);
  scripts.set(file, loaded);
  return loaded;
}

/** The picture of the frame whose values are nearest. */
function fromFrames(
  frames: readonly MomentFrame[],
  tell: (reply: { parts: MomentFrame["parts"]; going: false }) => void,
): Respondent {
  const far = (a: unknown, b: unknown) => {
    if (typeof a === "number" && typeof b === "number") return Math.abs(a - b) / (Math.abs(a) + Math.abs(b) || 1);
    return a === b ? 0 : 10;
  };
  return {
    ask(values) {
      const distances = frames.map((frame) =>
        Object.entries(frame.values).reduce((sum, [name, value]) => sum + far(value, values[name]), 0),
      );
      const { parts } = frames[distances.indexOf(Math.min(...distances))];
      tell({ parts, going: false });
    },
    stop() {},
  };
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      void bringToLife(target as HTMLElement);
    }
  },
  { rootMargin: "600px" },
);
for (const figure of document.querySelectorAll("figure.moment")) near.observe(figure);
offerToCheck(document);
// For who looks into the page, and for its test.
Object.assign(globalThis, { lectureLab: { tensors: () => tf.memory().numTensors } });
