import { LabError } from "../../core/errors";
import { readSafetensors } from "../../core/safetensorsFile";
import { tf } from "../../core/tf";
import { Records } from "../records";
import { openFeatures } from "./featureFile";

/** Features of pictures, by their ids: of one shape, for example fc7 [4096], or a map [196, 512]. */
export interface PictureRows {
  readonly file: string;
  readonly shape: readonly number[];
  has(id: string): boolean;
  /** @throws on a picture that the file lacks */
  row(id: string): Float32Array;
}

/**
 * Features that a user has computed elsewhere: a safetensors file with a tensor a picture, named by its id, as Python writes it by
 * `save_file({str(image_id): fc7}, "fc7.safetensors")`; or a feature file of the lab's (".features"), which may be larger than the memory.
 * A tensor of another shape than most have, or with a number that is none, is named and left out.
 * @throws where the file is missing or damaged, or more than a tenth of its tensors are
 */
export function pictureRows(file: string): PictureRows {
  if (file.endsWith(".features")) {
    const features = openFeatures(file);
    return { file, shape: features.shape, has: features.has, row: features.read };
  }
  const { shapes, tensor } = readSafetensors(file);
  const shape = mostCommon(Object.values(shapes));
  const records = new Records(`tensors of ${file}`);
  const rows = new Map<string, Float32Array>();
  for (const [id, own] of Object.entries(shapes)) {
    records.use(() => {
      if (`${own}` !== `${shape}`) throw new LabError(`${file}: ${id}: [${shape}] expected, got [${own}]`);
      const values = tensor(id);
      rows.set(id, values.dataSync() as Float32Array);
      tf.dispose(values);
    });
  }
  records.end();
  return {
    ...{ file, shape, has: (id) => rows.has(id) },
    row(id) {
      const values = rows.get(id);
      if (values === undefined)
        throw new LabError(`${file}: features of picture ${id} expected, got ${rows.size} others`);
      return values;
    },
  };
}

function mostCommon(shapes: readonly (readonly number[])[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const shape of shapes) counts.set(`${shape}`, (counts.get(`${shape}`) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return shapes.find((shape) => counts.get(`${shape}`) === most) ?? [];
}
