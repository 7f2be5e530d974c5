import type { Reply } from "../view/answering";
import type { Pictured } from "../view/pictured";
import type { ControlData, ControlView } from "./controlData";
import { element, viewOf } from "./controlViews";
import { type Drawn, drawParts, type PartsContext } from "./drawParts";

/** A moment as a notebook keeps it. */
export interface PanelData {
  readonly title: string;
  readonly controls: readonly ControlData[];
  readonly parts: readonly Pictured[];
}

/** Whoever answers: a kernel, or this page. */
export interface Respondent {
  ask(values: Readonly<Record<string, unknown>>): void;
  stop(): void;
}

export interface Panel {
  /** From now on the controls can be moved. */
  live(respondent: Respondent): void;
  /** From now on they cannot, for this reason. */
  still(reason: string): void;
  tell(told: Reply): void;
  /** In the page's colours and width, again. */
  redraw(): Promise<void>;
}

/** Nobody waits so long without a word; in milliseconds. */
const patience = 400;
const lost = 15_000;

/** A moment's controls with what they show, in `node`. */
export function mountPanel(node: HTMLElement, { title, controls, parts }: PanelData, context: PartsContext): Panel {
  let respondent: Respondent | undefined;
  let drawn: Drawn | undefined;
  let next: readonly Pictured[] | undefined;
  let drawing: Promise<void> | undefined;
  const views = new Map<string, ControlView>();
  const fieldset = document.createElement("fieldset");
  if (title) fieldset.append(element("legend", { textContent: title }));
  for (const control of controls) {
    const view = viewOf(control, ask);
    views.set(control.name, view);
    fieldset.append(view.node);
  }
  fieldset.disabled = true;
  // JupyterLab has keys of its own.
  fieldset.addEventListener("keydown", (event) => event.stopPropagation());
  // Whoever wants the answer to what the controls say now.
  node.addEventListener("ask", ask);
  const stop = element("button", { type: "button", textContent: "Stop", className: "stop", hidden: true });
  stop.addEventListener("click", () => respondent?.stop());
  const state = element("p", { className: "state" });
  state.setAttribute("role", "status");
  const pictures = element("div", { className: "pictures" });
  node.classList.add("lab-moment");
  node.replaceChildren(fieldset, pictures, state, stop);
  show(parts);

  const timers: ReturnType<typeof setTimeout>[] = [];
  function ask(): void {
    if (!respondent) return;
    quiet();
    timers.push(setTimeout(() => going("computing …"), patience));
    timers.push(setTimeout(() => going("no answer yet: the kernel is busy with a cell, or was restarted"), lost));
    respondent.ask(Object.fromEntries([...views].map(([name, { value }]) => [name, value()])));
  }
  function quiet(): void {
    for (const timer of timers.splice(0)) clearTimeout(timer);
    state.classList.remove("failure");
  }
  function going(words: string): void {
    state.textContent = words;
    stop.hidden = false;
  }
  /** The newest; what comes while one is drawn takes the place of what waits. */
  function show(newest: readonly Pictured[]): void {
    next = newest;
    drawing ??= (async () => {
      try {
        while (next) {
          const now: readonly Pictured[] = next;
          next = undefined;
          drawn = await drawParts(pictures, now, context, drawn);
        }
      } finally {
        drawing = undefined; // what Plotly refuses keeps nothing later from being drawn
      }
    })();
  }
  return {
    live(who) {
      respondent = who;
      fieldset.disabled = false;
      state.textContent = "";
    },
    still(reason) {
      quiet();
      respondent = undefined;
      fieldset.disabled = true;
      stop.hidden = true;
      state.textContent = reason;
    },
    tell({ parts, going: more, failure }) {
      quiet();
      if (parts) show(parts);
      if (more) going("going on …");
      else {
        stop.hidden = true;
        state.textContent = failure ?? "";
        state.classList.toggle("failure", failure !== undefined);
      }
    },
    async redraw() {
      await drawing;
      drawn = await drawParts(pictures, drawn?.parts ?? parts, context, drawn);
    },
  };
}
