import { type Cell, type Params, type State, scan } from "../cells/cell";
import { compile } from "../core/compile";
import { tf } from "../core/tf";
import { type Block, readStretch, type Stretch } from "./stretch";

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
  const read = compile((params: Params, { inputs }: Block, state: State) => {
    const states = scan(cell, params, inputs, state);
    return { values: tf.stack(states.map((one) => one[of])) as tf.Tensor3D, state: states[states.length - 1] };
  });
  return {
    record: (params, tokens, stretch) =>
      readStretch(tokens, stretch, {
        state: cell.zeroState(stretch.readers),
        read: (block, state) => read(params, block, state),
      }),
    close: read.close,
  };
}
