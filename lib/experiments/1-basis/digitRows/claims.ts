import { study } from "../../../lab/study";
import { judgePaired, percent } from "../../../lab/trials";
import { readers, rowsDefaults, rowsPresets } from "./config";
import { readingFigure, rowAccuracyFigure } from "./figures";
import { runDigitRows } from "./run";

/** 1, many to one: a digit is read row by row and named. */
export const digitRows = study({
  id: "1-digit-rows",
  defaults: rowsDefaults,
  presets: rowsPresets,
  run: runDigitRows,
  figures: { accuracy: rowAccuracyFigure, reading: readingFigure },
  claims: {
    "many-to-one": {
      sentence:
        "Many to one: the last hidden state of a network that has read a digit row by row holds more of it than all its rows taken one by one.",
      figures: ["accuracy", "reading"],
      judge({ config, models, heldOut }) {
        const [recurrent, without, lastRow] = readers;
        const parameters = readers.map((name) => models.find(({ condition }) => condition === name)?.parameters);
        return judgePaired(models, {
          conditions: readers,
          effect: (of) => of(recurrent).accuracy - of(without).accuracy,
          about: `${config.cell}, ${config.hiddenSize} units, ${config.steps} steps, ${parameters.join(" / ")} parameters`,
          measured: (of) =>
            `of ${heldOut} held-out digits ${percent(of(recurrent).accuracy)} are named from the last state, ` +
            `${percent(of(without).accuracy)} from all rows without memory, ` +
            `${percent(of(lastRow).accuracy)} from the last row alone; the effect is the first difference.`,
        });
      },
    },
  },
});
