import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { importScript } from "./project";

const read = (file: string): string => readFileSync(path.join(projectRoot, file), "utf8");
const dockerfile = read(".binder/Dockerfile");

test("the image is of a Node that the lab runs on, and has what set-up asks of a machine", async () => {
  const [, major] = dockerfile.match(/FROM node:(\d+)-/) ?? [];
  const { complaints } = await importScript("setup", "preflight.mjs");
  const facts = { node: `${major}.0.0`, platform: "linux", python: null, compiler: null, disk: { needed: 0, free: 0 } };
  assert.deepEqual(complaints(facts), []);
  for (const needed of ["python3-venv", "g++", "chromium"]) assert.ok(dockerfile.includes(` ${needed} `), needed);
});

test("it runs the lab's own set-up and JupyterLab, not as root", () => {
  const [, setup] = dockerfile.match(/RUN node (\S+)/) ?? [];
  const command = JSON.parse(dockerfile.match(/^CMD (.+)$/m)?.[1] ?? "[]");
  for (const script of [setup, command[1]]) assert.ok(existsSync(path.join(projectRoot, script)), script);
  assert.match(dockerfile, /^USER [\s\S]+^RUN node/m);
});

test("what set-up makes anew is not copied into it", () => {
  const left = read(".dockerignore").split("\n");
  for (const made of ["node_modules", ".venv", ".cache", "dist"]) assert.ok(left.includes(made), made);
});

test("the devcontainer stops before the set-up, and sets up where it is", () => {
  const { build, postCreateCommand, remoteUser } = JSON.parse(read(".devcontainer/devcontainer.json"));
  assert.equal(path.join(".devcontainer", build.dockerfile), ".binder/Dockerfile");
  assert.ok(dockerfile.includes(` AS ${build.target}\n`));
  assert.ok(dockerfile.includes(`ARG NB_USER=${remoteUser}\n`));
  assert.ok(existsSync(path.join(projectRoot, postCreateCommand.replace("node ", ""))));
});
