import { meanAndBand } from "../../../lab/bands";
import { sharedLogRange } from "../../../view/axis";
import { bars } from "../../../view/bars";
import { type Figure, lines } from "../../../view/figure";
import { panels } from "../../../view/panels";
import { allCells, type Condition } from "./conditions";
import type { LstmResult } from "./config";
import { conditions, decades, overLags, titles } from "./figures";

const terms = { carry: "carry: f", forget: "through f", input: "through i", candidate: "through g" } as const;

/** How large the four terms of ∂c_t/∂c_{t−1} are, in fresh and in trained networks. */
export function termsFigure(result: LstmResult): Figure {
  const names = Object.keys(terms) as (keyof typeof terms)[];
  const series = conditions.map((condition) => {
    const values = names.map((term) => products(result, condition).map((one) => one.terms[term]));
    return { name: condition, ...(values[0].length > 0 ? meanAndBand(values) : { y: [] }) };
  });
  const said = series.map(
    ({ name, y }) => `${name} ${names.map((term, i) => `${term} ${y[i]?.toFixed(2)}`).join(", ")}`,
  );
  return bars(series, {
    title: "The four terms of ∂c<sub>t</sub>/∂c<sub>t−1</sub>",
    groups: Object.values(terms),
    x: "",
    y: { title: "Frobenius norm" },
    alt: `Norms of the four terms of the cell state's gradient: ${said.join("; ")}`,
  });
}

const products = (result: LstmResult, condition: Condition) =>
  allCells(result, "LSTM, bias 1", condition).map((cell) => cell.products);

const ways = { sums: "k sums of four terms", carry: "∏f alone", exact: "exact, from (h, c)" } as const;

/** ∂c_T/∂c_{T−k} exactly, and by multiplying k sums of four terms, or only the forget gates. */
export function productsFigure(result: LstmResult): Figure {
  const gaps = conditions.map((condition) =>
    (["sums", "carry"] as const).map((way) => {
      const curves = products(result, condition).map((one) => one.gaps[way]);
      return overLags(ways[way], curves, 1);
    }),
  );
  const norms = conditions.map((condition) =>
    (["sums", "carry", "exact"] as const).map((way) => {
      const curves = products(result, condition).map((one) => one.norms[way]);
      return decades(ways[way], curves, 1);
    }),
  );
  const range = sharedLogRange(norms.flat());
  const x = { title: "steps k" };
  const last = (series: readonly { name: string; y: readonly number[] }[]) =>
    series.map(({ name, y }) => `${name} ${y.at(-1)?.toPrecision(2)}`).join(", ");
  return panels("What c<sub>T−k</sub> does to c<sub>T</sub>: products against the exact derivative", [
    ...conditions.map((condition, i) =>
      lines(gaps[i], {
        title: `${titles[condition]}: error of the product`,
        x,
        y: { title: "‖product − exact‖ / ‖exact‖", range: [0, 1.1] },
        alt: `${titles[condition]}, error of the product at the most steps: ${last(gaps[i])}`,
      }),
    ),
    ...conditions.map((condition, i) =>
      lines(norms[i], {
        title: `${titles[condition]}: norm`,
        x,
        y: { title: "Frobenius norm", log: true, range },
        alt: `${titles[condition]}, norm at the most steps: ${last(norms[i])}`,
      }),
    ),
  ]);
}
