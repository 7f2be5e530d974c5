import { behaviour, gateValues, perUnit } from "../../../analysis/gates";
import { mean } from "../../../analysis/statistics";
import { type Cell, type Params, scan } from "../../../cells/cell";
import { type GruParams, type GruState, gruGates } from "../../../cells/gru";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import type { Corpus } from "../../../data/text";
import { readRing } from "../../../data/windows";
import { evenly } from "../../shared/evenly";

export interface UpdateUnit {
  readonly spread: number;
  /** Shares of the time that z is below 0.1 (takes the new) and above 0.9 (keeps the old). */
  readonly shut: number;
  readonly open: number;
  /** Characters after which ∏z has fallen to 1/e: −1 / mean ln z. */
  readonly decayTime: number;
}

/** The update gate of some units of a trained GRU while it reads; and for one unit what h is made of. */
export interface UpdateAtWork {
  readonly text: string;
  readonly units: readonly number[];
  /** z, a row a unit. */
  readonly z: readonly (readonly number[])[];
  /** Of the unit that is `unit`: z ⊙ h, (1 − z) ⊙ n, and their sum. */
  readonly unit: number;
  readonly old: readonly number[];
  readonly fresh: readonly number[];
  readonly h: readonly number[];
}

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
 * and the new share of h in the unit where both are largest.
 */
export function updateAtWork({ vocabulary, heldOut }: Corpus, cell: Cell, params: Params): UpdateAtWork {
  return scoped(() => {
    const passage = heldOut.slice(0, passages.length);
    const gates = gatesOver([passage], cell, params);
    const [z, n] = [perUnit(gates.z), perUnit(gates.n)];
    const hs = scan(cell, params, inputs([passage])).map(({ h }) => h);
    const h = perUnit(tf.stack(hs, 1) as tf.Tensor3D);
    const times = z.map((values) => behaviour(values).decayTime);
    const units = evenly(
      times.map((_, unit) => unit).sort((a, b) => times[b] - times[a]),
      shownUnits,
    );
    const shares = z.map((values, unit) => ({
      old: values.map((keep, t) => (t === 0 ? 0 : keep * h[unit][t - 1])),
      fresh: values.map((keep, t) => (1 - keep) * n[unit][t]),
    }));
    const balance = shares.map(({ old, fresh }) => Math.min(size(old), size(fresh)));
    const unit = balance.indexOf(Math.max(...balance));
    return {
      text: vocabulary.decode(passage),
      units,
      z: units.map((one) => z[one].map(short)),
      unit,
      old: shares[unit].old.map(short),
      fresh: shares[unit].fresh.map(short),
      h: h[unit].map(short),
    };
  });
}

const size = (values: readonly number[]): number => mean(values.map(Math.abs));

/** Three decimals; never −0, which JSON does not know. */
const short = (value: number): number => Number(value.toFixed(3)) + 0;
