import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { cocoSet } from "../../lib/data/cocoCaptions";
import { dataFolder } from "../../lib/data/dataFolder";
import { flickr8kSet } from "../../lib/data/flickr8k";
import { visual7wSet } from "../../lib/data/visual7w";
import { complaint, scratch } from "./scratch";

const { folder, write } = scratch();

for (const set of [flickr8kSet, cocoSet, visual7wSet]) {
  describe(set.name, () => {
    const resolve = (named?: string) => dataFolder(set, { [set.variable]: named });

    test("an absolute path is the folder, a relative one starts at the lab's", () => {
      assert.equal(resolve(folder), folder);
      assert.equal(resolve("data"), path.join(projectRoot, "data"));
    });

    test("a missing folder is told with the variable, what it holds and where the set is had", async () => {
      const advice = `${set.name} is had at ${set.address}; see data/${set.readme}/README.md`;
      const wanted = `${set.variable}: the folder of ${set.name}, with ${set.holds}, expected`;
      const none = path.join(folder, "none");
      const file = write("file", "");
      assert.equal(await complaint(() => resolve()), `${wanted}, got nothing. ${advice}`);
      assert.equal(await complaint(() => resolve("")), `${wanted}, got nothing. ${advice}`);
      assert.equal(await complaint(() => resolve(none)), `${wanted}, got ${none}: no such folder. ${advice}`);
      assert.equal(await complaint(() => resolve(file)), `${wanted}, got ${file}: a file. ${advice}`);
    });

    test("its README names the variable, and a licence", () => {
      const readme = path.join(projectRoot, "data", set.readme, "README.md");
      assert.ok(existsSync(readme));
      const text = readFileSync(readme, "utf8");
      for (const fact of [`\`${set.variable}\``, "| licence |", set.address]) assert.ok(text.includes(fact), fact);
    });
  });
}
