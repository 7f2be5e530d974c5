import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "../errors";
import { inScratchFolder } from "../scratchFolder";
import type { tf } from "../tf";
import { worded } from "../tfErrors";
import { adoptAll, backend, nativeId } from "./backend";
import { asFunction, isLarge, type Port } from "./functionDef";
import { type Graph, type Node, nodeDef } from "./graph";
import { savedModel } from "./protobuf";
import type { Recording } from "./record";
import { type Repetition, repetition } from "./repetition";

/** A recording that TensorFlow has loaded: one native call runs it. */
export interface Session {
  /** The outputs, in order; variables that the recording assigns to have their new values. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[];
  /** Runs in a row: the first `carried` outputs of each are the last inputs of the next. */
  repeat(inputs: readonly tf.Tensor[], carried: number): Repetition;
  close(): void;
}

export function openSession({ graph, inputs, reads, writes, outputs }: Recording): Session {
  const used = inputs.filter((port) => port !== undefined);
  const all = [...outputs, ...writes];
  // A node can be fetched once.
  const distinct = [...new Map(all.map((port) => [port.node, port])).values()];
  const which = all.map(({ node }) => distinct.findIndex((port) => port.node === node));
  const { model, fetches } = write(graph, [...used, ...reads], distinct);
  const id = loadGraph(model);
  const feeds = names([...used, ...reads]);
  return {
    run(tensors) {
      if (fetches === "") return [];
      for (const { variable } of reads) {
        expect(
          !variable.isDisposed,
          `compile: the variable ${variable.name}, which the function reads, has been disposed`,
        );
      }
      const fed = [...tensors.filter((_, i) => inputs[i] !== undefined), ...reads.map(({ variable }) => variable)];
      const run = () => backend().binding.runSavedModel(id, fed.map(nativeId), feeds, fetches);
      const fetched = adoptAll(
        worded(() => "a compiled function", fed, run),
        which,
      );
      writes.forEach(({ variable }, i) => {
        variable.assign(fetched[outputs.length + i]);
        fetched[outputs.length + i].dispose();
      });
      return fetched.slice(0, outputs.length);
    },
    repeat(tensors, carried) {
      expect(reads.length + writes.length === 0, "compileLoop: a step can neither read variables nor assign to them");
      const run = (ids: readonly number[]) =>
        worded(
          () => "a compiled step",
          tensors,
          () => backend().binding.runSavedModel(id, ids, feeds, fetches),
        );
      return repetition(tensors, { carried, isUsed: (i) => inputs[i] !== undefined, outputs: which, run });
    },
    close: () => backend().binding.deleteSavedModel(id),
  };
}

/** The graph as it is, or, where it is large, as one call of a function. */
function write(graph: Graph, inputs: readonly Port[], outputs: readonly Port[]) {
  const { nodes, functions } = graph;
  const callable = isLarge(graph) ? asFunction(nodes, inputs, outputs) : undefined;
  const written = (shown: readonly Node[]) => shown.map((node) => nodeDef(node));
  if (!callable) return { model: savedModel(written(nodes), functions), fetches: names(outputs) };
  const fed = inputs.map(({ node }) => node);
  const call = { ...callable.call(fed), name: "call" };
  const outside = [...nodes.filter(({ name }) => fed.includes(name)), call];
  const model = savedModel(written(outside), [...functions, callable.definition]);
  return { model, fetches: outputs.map((_, i) => `${call.name}:${i}`).join(",") };
}

const names = (ports: readonly Port[]): string => ports.map(({ node }) => node).join(",");

/** The binding reads graphs from a folder only. */
function loadGraph(model: Uint8Array): number {
  return inScratchFolder((folder) => {
    writeFileSync(path.join(folder, "saved_model.pb"), model);
    return backend().binding.loadSavedModel(folder, "serve");
  });
}
