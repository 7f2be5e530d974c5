// @ts-check
// npm run docs: the reference of everything that a notebook may import, as pages in report/api; it opens without a network.
import { command, expectWritable } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

const options = {
  entryPoints: inProject("lib", "index.ts"),
  plugin: inProject("scripts", "docs-equations.mjs"),
  out: inProject("report", "api"),
  name: "The lecture lab",
  readme: "none",
  // The same on every machine, and without a repository's address.
  disableSources: "true",
  hideGenerator: "true",
  sort: "source-order",
  "validation.notExported": "false", // types that only an option names need no page
  "validation.notDocumented": "false", // a test asks every export; an option such as `steps` says enough by its name
  treatWarningsAsErrors: "true",
};

await command(async () => {
  await setup();
  expectWritable(options.out);
  const typedoc = inProject("node_modules", "typedoc", "bin", "typedoc");
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return handOver(process.execPath, [typedoc, ...flags, ...process.argv.slice(2)], {});
});
