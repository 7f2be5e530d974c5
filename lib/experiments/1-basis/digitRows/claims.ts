import { study } from "../../../lab/study";
import { judgePaired, percent } from "../../../lab/trials";
import { readers, rowsDefaults, rowsPresets } from "./config";
import { readingFigure, rowAccuracyFigure } from "./figures";
import { rowsFindings } from "./findings";
import { runDigitRows } from "./run";

/** 1, many to one: a digit is read row by row and named. */
export const digitRows = study({
  id: "1-digit-rows",
  defaults: rowsDefaults,
  presets: rowsPresets,
  run: runDigitRows,
  figures: { accuracy: rowAccuracyFigure, reading: readingFigure },
  findings: rowsFindings,
  claims: {
    "many-to-one": {
      sentence:
        "Many to one: the last hidden state of a network that reads a digit row by row tells more of it than the rows without their order.",
      // The lecture; the order of the rows is told by nothing but a state that is carried from row to row.
      expected: "holds",
      figures: ["accuracy", "reading"],
      judge({ config, models, heldOut }) {
        const [recurrent, without, lastRow] = readers;
        const each = readers.map((name) => models.find(({ condition }) => condition === name));
        const parameters = each.map((one) => one?.parameters).join(" / ");
        const rates = each.map((one) => one?.learningRate).join(" / ");
        return judgePaired(models, {
          conditions: readers,
          effect: (of) => 100 * (of(recurrent).accuracy - of(without).accuracy),
          unit: "points",
          about: `${config.cell}, ${config.hiddenSize} units, ${config.steps} steps, ${parameters} parameters, rates ${rates}`,
          measured: (of) =>
            `of ${heldOut} held-out digits ${percent(of(recurrent).accuracy)} are named from the last state, ` +
            `${percent(of(without).accuracy)} from all rows without memory, ` +
            `${percent(of(lastRow).accuracy)} from the last row alone; the effect is the first difference.`,
        });
      },
    },
  },
});
