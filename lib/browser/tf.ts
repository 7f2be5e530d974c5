/** The door to TensorFlow.js in a page: its core, with gradients and the methods of tensors. */
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import binary from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm";
import * as tf from "@tensorflow/tfjs-core";

export { tf };

/** WebAssembly where the page may compile it, else plain JavaScript: a site's policy, an old machine. */
export const ready = (): Promise<string> => {
  loaded ??= load();
  return loaded;
};
let loaded: Promise<string> | undefined;

async function load(): Promise<string> {
  const backend = (await compiles()) ? "wasm" : "cpu";
  await tf.setBackend(backend);
  return backend;
}

async function compiles(): Promise<boolean> {
  try {
    const bytes = Uint8Array.from(atob(binary.slice(binary.indexOf(",") + 1)), (one) => one.charCodeAt(0));
    await WebAssembly.compile(bytes);
    // The backend fetches its binary, which a page that was opened from a disk cannot, and then waits for ever.
    tf.env().platform.fetch = async () => new Response(bytes);
    const name = "tfjs-backend-wasm-simd.wasm";
    const names = ["tfjs-backend-wasm.wasm", name, "tfjs-backend-wasm-threaded-simd.wasm"];
    setWasmPaths(Object.fromEntries(names.map((one) => [one, name])), true);
    return true;
  } catch {
    return false;
  }
}
