import { totalmem } from "node:os";

/** The bytes of memory that this process can have at most: the machine's, or what a container leaves it. */
export function machineMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0; // 0, or far more than there is, where nothing is limited
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** "512 MB", "24.0 GB", "3,200 GB". */
export function bytesInWords(bytes: number): string {
  if (bytes < 2 ** 30) return `${Math.ceil(bytes / 2 ** 20)} MB`;
  const gigabytes = bytes / 2 ** 30;
  return `${gigabytes < 100 ? gigabytes.toFixed(1) : Math.round(gigabytes).toLocaleString("en")} GB`;
}
