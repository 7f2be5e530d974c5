import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What Node throws where a file system refuses, in each way that can be had here. */
export const refusals: readonly NodeJS.ErrnoException[] = (() => {
  const folder = mkdtempSync(path.join(tmpdir(), "refusals-"));
  const at = (...parts: string[]) => path.join(folder, ...parts);
  writeFileSync(at("file"), "");
  mkdirSync(at("full", "inner"), { recursive: true });
  const ways = [
    () => readFileSync(at("missing")),
    () => readdirSync(at("missing")),
    () => mkdirSync(at("missing", "folder")),
    () => mkdtempSync(at("missing", "of this run ")),
    () => mkdirSync(at("file", "folder")),
    () => mkdirSync(at("file", "folder", "inner"), { recursive: true }),
    () => mkdirSync(at("file"), { recursive: true }),
    () => mkdirSync(at("full")),
    () => readdirSync(at("file")),
    () => readFileSync(at("full")),
    () => writeFileSync(at("full"), ""),
    () => writeFileSync(at("file", "inner"), ""),
    () => writeFileSync(at("n".repeat(300)), ""),
    () => renameSync(at("full"), at("file")),
    () => rmSync(at("missing")),
    () => writeFileSync("/dev/full", "1"),
    () => mkdirSync("/proc/lecture-lab"),
  ];
  try {
    return ways.map((way) => {
      try {
        way();
      } catch (error) {
        return error as NodeJS.ErrnoException;
      }
      throw new Error(`not refused: ${way}`);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
})();
