import type { Figure } from "./figure";

/**
 * What a figure shows of a result, in its numbers: a sentence of at most 90 signs without a full stop. Undefined where the
 * result shows none.
 */
export type Finding<R> = (result: R) => string | undefined;

/** One for each figure of a study. */
export type Findings<R, F extends string = string> = Readonly<Record<F, Finding<R>>>;

/** Pixels that the second line of a title takes. */
const line = 20;

interface Titled {
  readonly title: { readonly text: string };
  readonly margin: { readonly t: number };
  readonly height: number;
}

/** The figure under its finding: that is the title, and what is drawn stands below it, smaller. */
export const withFinding =
  <R>(finding: Finding<R>, draw: (result: R) => Figure) =>
  (result: R): Figure => {
    const figure = draw(result);
    const said = finding(result);
    // From runs that have diverged, or none: what is no number is no finding.
    if (said === undefined || /NaN|Infinity|undefined|null/.test(said)) return figure;
    const { title, margin, height } = figure.layout as unknown as Titled;
    return {
      ...figure,
      layout: {
        ...figure.layout,
        title: { ...title, text: said, subtitle: { text: title.text, font: { size: 13 } } },
        margin: { ...margin, t: margin.t + line },
        height: height + line,
      },
      alt: `${said}. ${figure.alt}`,
    };
  };
