import { behaviour, gateValues, perUnit } from "../../analysis/gates";
import { type Cell, type Params, scan } from "../../cells/cell";
import { type GruParams, type GruState, gruGates } from "../../cells/gru";
import { scoped } from "../../core/scoped";
import { tf } from "../../core/tf";
import type { Corpus } from "../../data/text";
import { readRing } from "../../data/windows";
import { evenly } from "../lstm/unitGates";
import type { UpdateAtWork, UpdateUnit } from "./config";

/** What is read of the held-out text: passages, and how many characters of each. */
const passages = { readers: 16, length: 80 };

/** Each unit's update gate while the GRU reads held-out passages. */
export function updateUnits({ heldOut }: Corpus, cell: Cell, params: Params): UpdateUnit[] {
  return scoped(() => {
    const rows = readRing(heldOut, { ...passages, start: 0 });
    return perUnit(gatesOver(rows, cell, params).z).map((values) => {
      const { spread, shut, open, decayTime } = behaviour(values);
      return { spread, shut, open, decayTime };
    });
  });
}

const gatesOver = (rows: readonly Int32Array[], cell: Cell, params: Params) =>
  gateValues(cell as unknown as Cell<GruParams, GruState>, gruGates, {
    params: params as GruParams,
    x: inputs(rows),
  });

const inputs = (rows: readonly Int32Array[]) =>
  tf.tensor2d(
    rows.map((row) => Array.from(row)),
    undefined,
    "int32",
  );

const shownUnits = 12;

/**
 * z while the GRU reads the held-out text from its beginning, for units of every decay time, the longest first; and the old
 * and the new share of h in the unit whose gate moves most.
 */
export function updateAtWork({ vocabulary, heldOut }: Corpus, cell: Cell, params: Params): UpdateAtWork {
  return scoped(() => {
    const passage = heldOut.slice(0, passages.length);
    const gates = gatesOver([passage], cell, params);
    const [z, n] = [perUnit(gates.z), perUnit(gates.n)];
    const hs = scan(cell, params, inputs([passage])).map(({ h }) => h);
    const h = perUnit(tf.stack(hs, 1) as tf.Tensor3D);
    const all = z.map((values, unit) => ({ unit, ...behaviour(values) }));
    const units = evenly(
      [...all].sort((a, b) => b.decayTime - a.decayTime),
      shownUnits,
    ).map(({ unit }) => unit);
    const { unit } = all.reduce((a, b) => (b.spread > a.spread ? b : a));
    return {
      text: vocabulary.decode(passage),
      units,
      z: units.map((one) => z[one].map(short)),
      unit,
      old: z[unit].map((keep, t) => short(keep * (t === 0 ? 0 : h[unit][t - 1]))),
      fresh: z[unit].map((keep, t) => short((1 - keep) * n[unit][t])),
      h: h[unit].map(short),
    };
  });
}

/** Three decimals; never −0, which JSON does not know. */
const short = (value: number): number => Number(value.toFixed(3)) + 0;
