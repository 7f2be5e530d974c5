import { drawFigure, type Plotly } from "./drawFigure";
import type { PlotlyFigure } from "./plotlyFigure";

const mime = "application/vnd.plotly.v1+json";

interface Model {
  readonly data: Readonly<Record<string, unknown>>;
}
type WidgetClass = new () => { readonly node: HTMLElement; dispose(): void };

/**
 * Draws Plotly's figures in JupyterLab: as wide as the cell, in the theme's colours, and what is shown again in the same
 * place, such as a loss while it falls, changes the figure instead of replacing it. Nothing is written into the notebook.
 */
export const plotRenderers = (Base: WidgetClass, plotly: () => Promise<Plotly>) => ({
  id: "lecture-lab:figures",
  dataType: "json",
  rank: 0,
  rendererFactory: {
    safe: true, // Plotly runs nothing that a figure says
    mimeTypes: [mime],
    createRenderer: () => new (rendererOf(Base, plotly))(),
  },
});

const rendererOf = (Base: WidgetClass, plotly: () => Promise<Plotly>) =>
  class extends Base {
    readonly #target = document.createElement("div");
    readonly #theme = new MutationObserver(() => void this.#draw().catch(() => undefined));
    readonly #width = new ResizeObserver(() => void this.#fit());
    #figure: PlotlyFigure | undefined;
    #alt = "";
    #drawing = Promise.resolve();

    constructor() {
      super();
      this.node.classList.add("lab-figure");
      this.node.append(this.#target);
      this.#theme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
      this.#width.observe(this.node);
    }

    async renderModel({ data }: Model): Promise<void> {
      const { data: traces = [], layout = {}, frames } = data[mime] as PlotlyFigure;
      this.#figure = { data: traces, layout, frames };
      this.#alt = [data["text/plain"] ?? []].flat().join("");
      // The room that it takes, so that the page does not jump when it is there.
      this.#target.style.minHeight = `${Number(layout.height) || 400}px`;
      await this.#draw();
    }

    /** One after the other: Plotly cannot change a figure that it still draws. */
    #draw(): Promise<void> {
      const drawn = this.#drawing.then(async () => {
        if (!this.#figure) return;
        const isDark = document.body.dataset.jpThemeLight === "false";
        await drawFigure(await plotly(), this.#target, this.#figure, { isDark, alt: this.#alt });
      });
      // What Plotly refuses is told of that figure; the next one is drawn.
      this.#drawing = drawn.catch(() => undefined);
      return drawn;
    }

    async #fit(): Promise<void> {
      await this.#drawing;
      if (this.#figure && this.node.clientWidth > 0) (await plotly()).Plots.resize(this.#target);
    }

    override dispose(): void {
      this.#theme.disconnect();
      this.#width.disconnect();
      void this.#drawing.then(async () => (await plotly()).purge(this.#target));
      super.dispose();
    }
  };
