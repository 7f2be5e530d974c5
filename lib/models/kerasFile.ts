import { closeSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { LabError } from "../core/errors";
import { ownFolder } from "../core/scratchFolder";
import { unzipped } from "./unzipped";

/** A tensor of a file: its name there, its shape, and its numbers when they are wanted. */
export interface Stored {
  readonly name: string;
  readonly shape: readonly number[];
  values(): Float32Array;
}

/** A file's tensors by Keras' layer names, or by what Keras 3 counts instead: `conv2d_1` for the second convolution. */
export interface Archive {
  layer(name: string, unnamed: string): Stored[];
  close(): void;
}

/**
 * A file of weights of any Keras: HDF5 with a group a layer, as Keras 1 and 2 write it and Keras 3 its .h5; the
 * .weights.h5 of Keras 3, which keeps layers/conv2d_1/vars/0; or its .keras, a zip with such a file in it.
 * @see https://github.com/keras-team/keras/blob/master/keras/src/saving/saving_lib.py
 */
export async function openKeras(file: string): Promise<Archive> {
  const start = startOf(file);
  if (start.equals(Buffer.from("\x89HDF\r\n\x1a\n", "latin1"))) return openHdf5(file, file);
  if (start.toString("latin1", 0, 4) !== "PK\x03\x04") {
    throw new LabError(`${file}: a Keras file (HDF5 or .keras) or a tfjs model (model.json) expected, got neither`);
  }
  const folder = ownFolder(os.tmpdir(), "lecture-lab-keras");
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const within = path.join(folder, weights);
    writeFileSync(within, weightsOf(file));
    const archive = await openHdf5(file, within);
    const close = () => {
      archive.close();
      remove();
    };
    return { ...archive, close };
  } catch (error) {
    remove();
    throw error;
  }
}

const weights = "model.weights.h5";

function weightsOf(file: string): Buffer {
  try {
    return unzipped(readFileSync(file), weights);
  } catch (error) {
    const advice = 'model.save_weights("vgg16.weights.h5") in Keras 3 writes them alone, which is read, too';
    const got = `a damaged one, or another zip (${(error as Error).message})`;
    throw new LabError(`${file}: a .keras file with its weights expected, got ${got}; ${advice}`);
  }
}

function startOf(file: string): Buffer {
  const opened = openSync(file, "r");
  const start = Buffer.alloc(8);
  readSync(opened, start);
  closeSync(opened);
  return start;
}

/** @param file as complaints name it; what is opened may be a part of it */
async function openHdf5(file: string, part: string): Promise<Archive> {
  const { default: hdf5 } = await import("h5wasm/node");
  const library = await hdf5.ready;
  library.activate_throwing_error_handler(); // otherwise it prints its errors and goes on
  type Group = InstanceType<typeof hdf5.Group>;
  const opened = attempt(file, () => new hdf5.File(part, "r"));
  const child = (group: Group | undefined, name: string): Group | undefined => {
    const found = group?.keys().includes(name) ? group.get(name) : undefined;
    return found instanceof hdf5.Group ? found : undefined;
  };
  const within = (group: Group): Stored[] =>
    group.keys().flatMap((key) => {
      const entity = group.get(key);
      if (entity instanceof hdf5.Group) return within(entity);
      if (!(entity instanceof hdf5.Dataset)) return [];
      const values = () => attempt(file, () => Float32Array.from(entity.value as Float32Array));
      return [{ name: entity.path, shape: entity.shape ?? [], values }];
    });
  return {
    layer: (name, unnamed) =>
      attempt(file, () => {
        // The weights alone, or those of a whole model; the last two are Keras 3's, and its first releases'.
        const roots = [child(opened, "model_weights"), opened].filter((root) => root !== undefined);
        const listed = ["layers", "_layer_checkpoint_dependencies"].map((list) => child(opened, list));
        const found = [...roots, ...listed].map((root) => child(root, name)).find((group) => group !== undefined);
        const group = found ?? listed.map((root) => child(root, unnamed)).find((one) => one !== undefined);
        return group ? within(group) : [];
      }),
    close: () => opened.close(),
  };
}

/** What HDF5 throws as a mistake in the file. */
function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // HDF5 tells a stack, and the reason in its last frame.
    const { message } = error as Error;
    const reason = message.match(/(?<=\(\): ).*$/gm)?.at(-1) ?? message.split("\n")[0];
    throw new LabError(`${file}: a Keras file (HDF5) expected, got one that is damaged (${reason})`, { cause: error });
  }
}
