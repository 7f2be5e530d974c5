// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "./project.mjs";

/** The licences of the packages that these files are of, as a comment at the end of a script that they are bundled into. @param {string[]} files */
export function licences(files) {
  const names = new Set(files.flatMap((file) => file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));
  /** @type {Map<string, string[]>} the packages of a text */
  const texts = new Map();
  for (const name of [...names].sort()) {
    const folder = inProject("node_modules", name);
    if (!existsSync(folder)) continue; // part of another package
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : `${license}`;
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  }
  const all = [...texts].map(([text, packages]) => `${packages.join(", ")}\n\n${text}`);
  return `/*\n${all.join("\n\n---\n\n").replaceAll("*/", "* /")}\n*/\n`;
}
