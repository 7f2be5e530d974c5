import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parse, type Token } from "acorn";
import { projectRoot } from "../core/project";
import { hashOf } from "../core/sealed";

/** What a compiled module of the lab runs, directly, through others, or in a process of its own. */
export interface Reached {
  /** The module and the lab's other files, compiled, in a fixed order. */
  readonly files: readonly string[];
  /** npm packages by name. */
  readonly packages: readonly string[];
}

export function codeReached(module: string): Reached {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (from: string) => {
    if (files.has(from)) return;
    files.add(from);
    for (const [, target] of codeOf(from).matchAll(requests)) {
      if (target.startsWith(".")) {
        const base = path.resolve(path.dirname(from), target);
        const used = [`${base}.js`, path.join(base, "index.js")].find(existsSync);
        if (used) visit(used);
      } else if (!target.startsWith("node:")) packages.add(packageOf(target));
    }
  };
  visit(module);
  return { files: [...files].sort(), packages: [...packages].sort() };
}

/** As the compiler writes them, one space between tokens. */
const requests = /\b(?:require|require \. resolve|import) \( "([^"]+)" \)/g;

/** "@scope/name/file" is in "@scope/name". */
const packageOf = (target: string): string => target.split("/", target.startsWith("@") ? 2 : 1).join("/");

/**
 * A key of all code that a module reaches: of its tokens, for comments and spaces change no result, of where the files lie
 * from the module, and of the packages' versions. The same in every clone.
 */
export function codeKey(module: string): string {
  const { files, packages } = codeReached(module);
  const hash = createHash("sha256");
  for (const file of files) hash.update(`\0${path.relative(path.dirname(module), file)}\0${codeOf(file)}`);
  for (const name of packages) hash.update(`\0${name}\0${versionOf(name)}`);
  return hash.digest("hex").slice(0, 16);
}

/** By file, from lib/, and by package: hashes and versions of all code that a module reaches. */
export function codeParts(module: string): Readonly<Record<"files" | "packages", Readonly<Record<string, string>>>> {
  const { files, packages } = codeReached(module);
  const lib = path.join(__dirname, "..");
  return {
    files: Object.fromEntries(files.map((file) => [path.relative(lib, file), hashOf(codeOf(file)).slice(0, 16)])),
    packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

const known = new Map<string, { readonly changed: number; readonly code: string }>();

/** The file's tokens; read anew where the file has changed. */
function codeOf(file: string): string {
  const { mtimeMs: changed } = statSync(file);
  const before = known.get(file);
  if (before?.changed === changed) return before.code;
  const text = readFileSync(file, "utf8");
  const tokens: Token[] = [];
  parse(text, { ecmaVersion: "latest", onToken: tokens, allowReturnOutsideFunction: true });
  const code = tokens.map(({ start, end }) => text.slice(start, end)).join(" ");
  known.set(file, { changed, code });
  return code;
}

function versionOf(name: string): string {
  const file = path.join(projectRoot, "node_modules", name, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version : "none";
}
