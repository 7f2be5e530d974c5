import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** A compiled file of the lab and all the lab's files that it uses, directly or not, in a fixed order. */
export function sourcesOf(file: string): string[] {
  const found = new Set<string>();
  const visit = (from: string) => {
    if (found.has(from)) return;
    found.add(from);
    for (const [, target] of readFileSync(from, "utf8").matchAll(/\brequire\("(\.[^"]+)"\)/g)) {
      const used = path.resolve(path.dirname(from), `${target}.js`);
      if (existsSync(used)) visit(used);
    }
  };
  visit(file);
  return [...found].sort();
}
