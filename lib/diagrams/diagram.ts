import { type Cell, expectCell, type Params, type State } from "../cells/cell";
import { expectForm, forms } from "../core/argumentForms";
import { tensor } from "../core/tensorForms";
import type { NamedTensors } from "../core/tensors";
import { type CellDiagramOptions, cellDiagram } from "./cellDiagram";
import { type Diagram, type NetworkDiagramOptions, networkDiagram } from "./networkDiagram";

/**
 * One step of a cell, any cell, drawn from a run of it:
 *   diagram(lstm({ inputSize: 4, hiddenSize: 8 }))
 * The lecture's picture of it: each gate with its own block of the weights, the state that only pointwise operations touch
 * straight along the top. Every node of a drawing is computed again from what is drawn to go into it, and a drawing that
 * disagrees with the run is refused.
 * @throws where the step reads a tensor's value, or does another thing each time
 */
export function diagram<P extends Params, S extends State>(
  cell: Cell<P, S>,
  options?: CellDiagramOptions<P, S>,
): Diagram;
/**
 * A network, any function of tensors, unrolled: time to the right, what is read below, what is said above.
 *   diagram(() => ({ y: model.logits(params, x).logits }), { name: "a language model", weights: params, given: { x } })
 * What `run` returns are the ends of the drawing, by the names that they have there; a scalar called `loss` makes gradients
 * flow back. One sequence at a time; of many steps the first three and the last are drawn.
 * @throws where `run` reads a tensor's value, does another thing each time, or computes what has no place in a drawing
 */
export function diagram(run: () => NamedTensors, options: NetworkDiagramOptions): Diagram;
export function diagram(
  what: Cell | (() => NamedTensors),
  options?: CellDiagramOptions<Params, State> | NetworkDiagramOptions,
): Diagram {
  if (typeof what === "function") {
    expectForm("diagram: options", networkForm, options);
    return networkDiagram(what, options as NetworkDiagramOptions);
  }
  expectCell("diagram", what);
  expectForm("diagram: options", cellForm(what), options === undefined ? {} : options);
  return cellDiagram(what, options as CellDiagramOptions<Params, State>);
}

const { fields, text } = forms;
const networkForm = fields({ name: text, weights: fields({}) }, { title: text, given: fields({}) });
const cellForm = ({ inputSize }: Cell) =>
  fields({}, { title: text, run: fields({ params: fields({}), state: fields({}), x: tensor(1, inputSize) }) });
