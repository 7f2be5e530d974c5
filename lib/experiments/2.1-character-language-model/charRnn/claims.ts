import { study } from "../../../lab/study";
import { charRnnDefaults, charRnnPresets } from "./config";
import { benchmarkTable, charRnnTextTable, epochsFigure } from "./figures";
import { charRnnFindings } from "./findings";
import { runCharRnn } from "./run";

/**
 * char-rnn's own benchmark, on any text: `charRnn.run({ corpus: "path/to/tinyshakespeare.txt", epochs: 30 })`. It claims nothing:
 * it stands beside what others measure.
 * @see https://github.com/karpathy/char-rnn
 */
export const charRnn = study({
  id: "2.1-char-rnn",
  defaults: charRnnDefaults,
  presets: charRnnPresets,
  run: runCharRnn,
  figures: { epochs: epochsFigure },
  findings: charRnnFindings,
  tables: { benchmark: benchmarkTable, text: charRnnTextTable },
  claims: {},
});
