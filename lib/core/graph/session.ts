import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { tf } from "../tf";
import { adopt, backend, nativeId } from "./backend";
import type { Recording } from "./record";

/** A recording that TensorFlow has loaded: one native call runs it. */
export interface Session {
  /** The outputs, in order; variables that the recording assigns to have their new values. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[];
  close(): void;
}

export function load({ graph, inputs, reads, writes, outputs }: Recording): Session {
  const model = loadGraph(graph.savedModel());
  const feeds = [...inputs.filter((node) => node !== undefined), ...reads.map(({ node }) => node)].join(",");
  const fetches = [...outputs, ...writes.map(({ node }) => node)].join(",");
  return {
    run(tensors) {
      if (fetches === "") return [];
      const fed = [...tensors.filter((_, i) => inputs[i] !== undefined), ...reads.map(({ variable }) => variable)];
      const fetched = backend().binding.runSavedModel(model, fed.map(nativeId), feeds, fetches).map(adopt);
      writes.forEach(({ variable }, i) => {
        variable.assign(fetched[outputs.length + i]);
        fetched[outputs.length + i].dispose();
      });
      return fetched.slice(0, outputs.length);
    },
    close: () => backend().binding.deleteSavedModel(model),
  };
}

/** The binding reads graphs from a folder only. */
function loadGraph(savedModel: Uint8Array): number {
  const folder = mkdtempSync(path.join(tmpdir(), "graph-"));
  try {
    writeFileSync(path.join(folder, "saved_model.pb"), savedModel);
    return backend().binding.loadSavedModel(folder, "serve");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
