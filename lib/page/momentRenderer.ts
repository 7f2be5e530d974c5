import type { Reply } from "../view/answering";
import { momentMime } from "../view/mime";
import type { Plotly } from "./drawFigure";
import { mountPanel, type Panel, type PanelData } from "./momentPanel";

/** What of JupyterLab's packages is used: https://jupyterlab.readthedocs.io/en/stable/api */
interface Comm {
  onMsg: (message: { readonly content: { readonly data: unknown } }) => void;
  onClose: () => void;
  open(data: object): unknown;
  send(data: object): unknown;
  close(): unknown;
  readonly isDisposed: boolean;
}
interface Signal<A> {
  connect(told: (sender: unknown, argument: A) => void): unknown;
}
interface Session {
  readonly ready: Promise<void>;
  readonly session: { readonly kernel: { createComm(target: string): Comm } | null } | null;
  readonly statusChanged: Signal<string>;
  readonly kernelChanged: Signal<unknown>;
}
/** Which notebooks are open. */
export interface Notebooks {
  find(holds: (panel: { readonly node: HTMLElement }) => boolean): { readonly sessionContext: Session } | undefined;
}

interface Model {
  readonly data: Readonly<Record<string, unknown>>;
}
type WidgetClass = new () => { readonly node: HTMLElement; dispose(): void };

const unknown = "Run this cell: then the controls can be moved.";
const restarted = "The kernel was restarted. Run this cell again: then the controls can be moved.";

/** Draws moments: as they were saved, and alive as long as the kernel that has made them answers. */
export const momentRenderers = (Base: WidgetClass, plotly: () => Promise<Plotly>, notebooks: Promise<Notebooks>) => ({
  id: "lecture-lab:moments",
  dataType: "json",
  rank: 0,
  rendererFactory: {
    safe: true, // what it draws is plain data, and it speaks with the notebook's kernel only
    mimeTypes: [momentMime],
    createRenderer: () => new (rendererOf(Base, plotly, notebooks))(),
  },
});

const rendererOf = (Base: WidgetClass, plotly: () => Promise<Plotly>, notebooks: Promise<Notebooks>) =>
  class extends Base {
    #id: string | undefined;
    #panel: Panel | undefined;
    #comm: Comm | undefined;
    readonly #theme = new MutationObserver(() => void this.#panel?.redraw());

    async renderModel({ data }: Model): Promise<void> {
      const kept = data[momentMime] as PanelData & { readonly id: string };
      if (kept.id === this.#id) return; // its frames have come, for pages without a kernel
      this.#id = kept.id;
      const looks = () => ({ isDark: document.body.dataset.jpThemeLight === "false", isNarrow: false });
      this.#panel = mountPanel(this.node, kept, { plotly, looks });
      this.#panel.still(unknown);
      this.#theme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
      void this.#connect(kept.id);
    }

    async #connect(id: string): Promise<void> {
      const session = await this.#session();
      await session?.ready;
      const comm = session?.session?.kernel?.createComm("lecture-lab.moment");
      const panel = this.#panel;
      if (!session || !comm || !panel || this.#id !== id) return;
      this.#comm = comm;
      const lost = (reason: string) => {
        if (this.#comm !== comm) return;
        this.#comm = undefined;
        panel.still(reason);
      };
      comm.onClose = () => lost(unknown);
      session.kernelChanged.connect(() => lost(unknown));
      session.statusChanged.connect((_, status) => {
        if (/restarting|dead|terminating/.test(status)) lost(restarted);
      });
      const respondent = oneAtATime(comm);
      comm.onMsg = ({ content }) => {
        panel.tell(content.data as Reply);
        respondent.heard(content.data as Reply);
      };
      comm.open({ id });
      panel.live(respondent);
    }

    /** Of the notebook that it is in, once it is in one. */
    async #session(): Promise<Session | undefined> {
      const open = await notebooks;
      for (let tries = 0; tries < 100 && this.#id !== undefined; tries++) {
        const panel = open.find(({ node }) => node.contains(this.node));
        if (panel) return panel.sessionContext;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return undefined;
    }

    override dispose(): void {
      this.#theme.disconnect();
      this.#id = undefined;
      const comm = this.#comm;
      this.#comm = undefined;
      if (comm && !comm.isDisposed) comm.close();
      super.dispose();
    }
  };

/** While a question is not answered, only the newest of those after it waits: a slider asks faster than a kernel answers. */
function oneAtATime(comm: Comm) {
  let isAsked = false;
  let next: object | undefined;
  const send = (values: object) => {
    isAsked = true;
    comm.send({ values });
  };
  return {
    ask(values: object) {
      if (isAsked) next = values;
      else send(values);
    },
    stop: () => void comm.send({ stop: true }),
    /** Of a series, its first picture is enough of an answer. */
    heard(_: Reply) {
      isAsked = false;
      if (next) send(next);
      next = undefined;
    },
  };
}
