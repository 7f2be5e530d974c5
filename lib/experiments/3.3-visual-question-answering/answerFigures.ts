import { meanAndBand } from "../../lab/bands";
import type { Trial } from "../../lab/trials";
import { type BarSeries, bars } from "../../view/bars";
import type { Figure } from "../../view/figure";
import { inPercent } from "../../view/inPercent";

export interface AccuracyBars {
  readonly title: string;
  /** Of the measures, by their names, in the order of the groups. */
  readonly measures: readonly string[];
  readonly conditions: readonly string[];
  /** What gets one in four right: by default chance alone. */
  readonly dotted?: string;
  /** How many questions a seed's models are asked, by measure. */
  readonly asked: Readonly<Record<string, number>>;
}

/** Share of right answers, a group a measure and a colour a condition, with 95 % intervals over the seeds. */
export function accuracyBars(trials: readonly Trial[], options: AccuracyBars): Figure {
  const { title, measures, conditions, asked, dotted = "chance" } = options;
  const known = measures.filter((name) => trials.some(({ final }) => final && name in final));
  const values = (condition: string, name: string) =>
    trials.flatMap((trial) => {
      const value = trial.condition === condition ? trial.final?.[name] : undefined;
      return value === undefined ? [] : [value];
    });
  const series = conditions.flatMap((name): BarSeries[] => {
    const own = known.map((measure) => values(name, measure));
    return own.length > 0 && own.every((all) => all.length > 0) ? [{ name, ...meanAndBand(own) }] : [];
  });
  const label = (name: string) => (name in asked ? `${name}<br>(${Math.round(asked[name])})` : name);
  const told = series.map(({ name, y }) => `${name} ${y.map(inPercent).join(", ")}`);
  return bars(series, {
    title,
    groups: known.map(label),
    x: `questions (how many a seed's models are asked); dotted: ${dotted}`,
    y: { title: "share answered right", range: [0, 1.02] },
    references: [{ name: "", y: 0.25 }],
    alt: `${title}; ${known.join(", ")}: ${told.join("; ") || "no model has finished"}`,
  });
}
