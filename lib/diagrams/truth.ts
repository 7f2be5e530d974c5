import { expect, LabError } from "../core/errors";
import { recordTape, type Tape } from "../core/tape";
import type { NamedTensors } from "../core/tensors";
import { contract } from "./contract";
import type { DiagramGraph } from "./diagramGraph";
import { farthest } from "./recompute";

/** How far a drawn node's numbers may be from those of the run: single precision, summed in another order. */
const near = 1e-4;

/**
 * The graph of one run, held to it: what is drawn to go into a node gives the node's numbers, and a second run does the same.
 * @throws where that is not so
 */
export function truthful(
  run: () => NamedTensors,
  { weights, given, name }: { readonly weights: NamedTensors; readonly given: NamedTensors; readonly name: string },
): DiagramGraph {
  const [tape, again] = [0, 1].map(() => worded(name, () => recordTape({ ...weights, ...given }, run)));
  expect(
    path(tape) === path(again),
    () =>
      `diagram: ${name}: a function that does the same each time expected, got one that takes another way the second time`,
  );
  const graph = contract(tape, new Set(Object.keys(weights)));
  const distance = farthest(graph, weights);
  expect(
    distance < near,
    () => `diagram: ${name}: the drawing's numbers are ${distance.toPrecision(2)} from the run's, so it is not drawn`,
  );
  return graph;
}

/** What is wrong with the function itself, such as shapes that do not fit, is told as that. */
function worded<R>(name: string, run: () => R): R {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith("diagram: ")) throw error;
    const what = error.message.startsWith(`${name}: `) ? "" : `${name}: it cannot be run: `;
    throw new LabError(`diagram: ${what}${error.message}`, { cause: error });
  }
}

const path = ({ operations, values }: Tape) =>
  operations.map(({ name, outputs }) => `${name}${outputs.map((id) => `[${values.get(id)?.shape}]`)}`).join();
