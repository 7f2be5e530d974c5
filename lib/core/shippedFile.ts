import path from "node:path";
import { projectRoot } from "./project";
import { bytesOfWeights } from "./safetensorsFile";

/** Where the networks lie that ship with the lab. */
export const shippedFolder = path.join(projectRoot, "data", "recorded", "weights");

/** The bytes of the file of such a network; where the library runs in a page, another file gives them. @throws where there is none */
export const shippedBytes = (name: string): Uint8Array =>
  bytesOfWeights(path.join(shippedFolder, `${name}.safetensors`));
