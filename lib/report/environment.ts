import { existsSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import path from "node:path";
import { projectRoot } from "../core/project";
import { versions } from "../core/versions";
import { cocoSet } from "../data/cocoCaptions";
import type { DataSet } from "../data/dataFolder";
import { flickr8kSet } from "../data/flickr8k";
import { visual7wSet } from "../data/visual7w";
import { givenParameters } from "../lab/parameters";
import { chosenPreset } from "../lab/preset";
import type { Table } from "../view/table";

/** What the notebooks run on here, and which of the data that does not come with the lab they would find. */
export function environment(): Table {
  const processors = cpus();
  const { node, tfjs, tensorflow } = versions();
  const parameters = Object.entries(givenParameters(process.env)).map(([name, value]) => `${name}=${value}`);
  return {
    caption: "This machine and this session.",
    header: ["what", "found"],
    rows: [
      ["Node", node],
      ["TensorFlow", `${tensorflow}, by TensorFlow.js ${tfjs}`],
      ["Processors", `${processors.length} × ${processors[0]?.model.trim() || process.arch}`],
      ["Memory", `${(totalmem() / 2 ** 30).toFixed(1)} GB`],
      ["Preset", [chosenPreset(process.env), ...parameters].join(", ")],
      ...[flickr8kSet, cocoSet, visual7wSet].map((set) => [set.name, folderOf(set)]),
    ],
  };
}

function folderOf({ variable, readme }: DataSet): string {
  const named = process.env[variable];
  if (!named) return `not set: ${variable} names its folder; see data/${readme}/README.md`;
  return existsSync(path.resolve(projectRoot, named)) ? named : `${variable} names no folder: ${named}`;
}
