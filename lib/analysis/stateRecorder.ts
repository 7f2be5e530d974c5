import { type Cell, expectCell, type Params, type State, scan } from "../cells/cell";
import { expectForms, forms } from "../core/argumentForms";
import { compile } from "../core/compile";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { type Block, expectStretch, readStretch, type Stretch } from "./stretch";

/** Tells the value of every unit at every character; close it when it is no longer needed. */
export interface StateRecorder {
  /** A row a unit, a value a character of the stretch. */
  record(params: Params, tokens: Int32Array, stretch: Stretch): Float32Array[];
  close(): void;
}

/**
 * Records a cell that reads one-hot characters.
 * @param of the name of the state's tensor whose columns are the units: "h", or an LSTM's memory "c"
 */
export function stateRecorder(cell: Cell, of: string): StateRecorder {
  expectCell("stateRecorder", cell);
  const names = scoped(() => Object.keys(cell.zeroState(1)));
  expectForms("stateRecorder", { of: [forms.oneOf(names), of] });
  const read = compile((params: Params, { inputs }: Block, state: State) => {
    const states = scan(cell, params, inputs, state);
    return { values: tf.stack(states.map((one) => one[of])) as tf.Tensor3D, state: states[states.length - 1] };
  });
  return {
    record(params, tokens, stretch) {
      expectStretch("stateRecorder", tokens, stretch);
      return readStretch(tokens, stretch, {
        where: "stateRecorder",
        state: cell.zeroState(stretch.readers),
        read: (block, state) => read(params, block, state),
      });
    },
    close: read.close,
  };
}
