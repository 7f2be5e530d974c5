import { behaviour, gateValues, perUnit, saturation } from "../../../analysis/gates";
import { type Cell, scan } from "../../../cells/cell";
import { type LstmParams, type LstmState, lstmGates } from "../../../cells/lstm";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import type { Corpus } from "../../../data/text";
import { evenly } from "../../shared/evenly";
import type { GatesAtWork, UnitGates } from "./config";

/** What each unit's gates [N, T, H] do, over all sequences and times. */
export function unitGates({ i, f, o }: Record<string, tf.Tensor3D>): UnitGates[] {
  const [input, output] = [perUnit(i), perUnit(o)];
  return perUnit(f).map((values, unit) => {
    const { shut, open, ...rest } = behaviour(values);
    return { saturation: { i: saturation(input[unit]), f: { shut, open }, o: saturation(output[unit]) }, ...rest };
  });
}

const shownUnits = 12;
const shownCharacters = 80;

/**
 * The gates while the network reads the held-out text from its beginning, for units of every decay time, the longest first.
 */
export function gatesAtWork(
  { vocabulary, heldOut }: Corpus,
  cell: Cell<LstmParams, LstmState>,
  params: LstmParams,
): GatesAtWork {
  return scoped(() => {
    const passage = heldOut.slice(0, shownCharacters);
    const x = tf.tensor2d([Array.from(passage)], undefined, "int32");
    const gates = gateValues(cell, lstmGates, { params, x });
    const c = tf.stack(
      scan(cell, params, x).map((state) => state.c.tanh()),
      1,
    ) as tf.Tensor3D;
    const times = unitGates(gates).map(({ decayTime }) => decayTime);
    const units = evenly(
      times.map((_, unit) => unit).sort((a, b) => times[b] - times[a]),
      shownUnits,
    );
    const rows = (values: tf.Tensor3D) => {
      const all = perUnit(values);
      return units.map((unit) => all[unit].map((value) => Number(value.toFixed(3)) + 0));
    };
    return {
      text: vocabulary.decode(passage),
      units,
      rows: { f: rows(gates.f), i: rows(gates.i), o: rows(gates.o), c: rows(c) },
    };
  });
}
