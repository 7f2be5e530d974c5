// @ts-check
// The native part of @tensorflow/tfjs-node. Its own installer downloads an old libtensorflow from a host that closed
// networks do not reach; on Linux x64 we take the library from TensorFlow's Python wheel, which every package index has,
// and compile the binding, one small C++ file or two, against it.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, relative } from "node:path";
import { findCompiler } from "./compiler.mjs";
import { inProject } from "./project.mjs";
import { run } from "./run.mjs";
import { ownUtilities, tfjsNode } from "./tfjsNode.mjs";
import { venvPython } from "./venv.mjs";

const isLinuxX64 = process.platform === "linux" && process.arch === "x64";

const VERSION = "2.21.0";
// Only unpacked, never imported: the wheel's Python need not be the machine's.
const WHEEL = [
  `tensorflow-cpu==${VERSION}`,
  "--no-deps",
  "--only-binary=:all:",
  "--python-version=3.11",
  "--platform=manylinux_2_27_x86_64",
];

// Outside node_modules, so that reinstalling the packages costs a compilation and not a download.
const libraryFolder = inProject(".cache", "libtensorflow");
const binding = `${tfjsNode}/lib/napi-v8/tfjs_binding.node`;

/** @type {import("./step.mjs").Step} */
const library = {
  name: "TensorFlow's native library",
  stamp: `${libraryFolder}/lecture-lab.stamp`,
  result: `${libraryFolder}/lib/libtensorflow.so`,
  disk: 1300,
  fingerprint: () => VERSION,
  async install(report) {
    const wheel = await download(report);
    await run(venvPython, [inProject("scripts", "setup", "unpack.py"), wheel, libraryFolder]);
    rmSync(wheel);
  },
};

/** @type {import("./step.mjs").Step} */
const compiledBinding = {
  name: "TensorFlow's binding to Node",
  stamp: `${tfjsNode}/lecture-lab.stamp`,
  result: binding,
  needsCompiler: true,
  fingerprint: () => `${tfjsNodeVersion()} on ${VERSION}`,
  async install() {
    rmSync(`${tfjsNode}/deps`, { recursive: true, force: true });
    symlinkSync(relative(tfjsNode, libraryFolder), `${tfjsNode}/deps`);
    await compile();
    await multiply();
  },
};

/** For other machines. @type {import("./step.mjs").Step} */
const ownInstaller = {
  name: "TensorFlow's native part, by its own installer",
  stamp: `${tfjsNode}/lecture-lab.stamp`,
  result: binding,
  disk: 600,
  fingerprint: () => tfjsNodeVersion(),
  async install() {
    await run(process.execPath, ["scripts/install.js"], { cwd: tfjsNode });
    await multiply();
  },
};

export const tensorflow = [ownUtilities, ...(isLinuxX64 ? [library, compiledBinding] : [ownInstaller])];

/** Resolves to the wheel in .cache/, where one may also be put by hand. @param {(progress: string) => void} report */
async function download(report) {
  const { url, sha256 } = await addressOfWheel();
  const wheel = inProject(".cache", basename(new URL(url).pathname));
  if (existsSync(wheel)) return wheel;
  await fetchResumably({ url, sha256, wheel }, report).catch(async (error) => {
    // pip cannot resume, but knows passwords and certificates of a private index.
    await pip("download", "--dest", `${wheel}.pip`, ...WHEEL).catch(() => Promise.reject(error));
    renameSync(`${wheel}.pip/${basename(wheel)}`, wheel);
  });
  // A killed set-up may have left it.
  rmSync(`${wheel}.pip`, { recursive: true, force: true });
  return wheel;
}

async function addressOfWheel() {
  const report = await pip("install", "--dry-run", "--ignore-installed", "--report=-", ...WHEEL);
  const { url, archive_info } = JSON.parse(report).install[0].download_info;
  return { url, sha256: archive_info.hashes.sha256 };
}

/** @param {string[]} args */
const pip = (...args) => run(venvPython, ["-m", "pip", "--quiet", ...args]);

/**
 * @param {{ url: string, sha256: string, wheel: string }} file
 * @param {(progress: string) => void} report
 */
function fetchResumably({ url, sha256, wheel }, report) {
  const step = process.stderr.isTTY ? 1 : 20;
  return run(venvPython, [inProject("scripts", "setup", "download.py"), url, sha256, wheel], {
    onLine: (percent) => Number(percent) % step === 0 && report(`${percent} %`),
  });
}

async function compile() {
  const include = ["-I..", "-Ideps/include", `-I${inProject("node_modules", "node-api-headers", "include")}`];
  const link = ["-Ldeps/lib", "-ltensorflow", "-ltensorflow_framework", "-Wl,-rpath,$ORIGIN/../../deps/lib"];
  const sources = ["binding/tfjs_backend.cc", "binding/tfjs_binding.cc"];
  const partial = `${binding}.partial`;
  mkdirSync(dirname(binding), { recursive: true });
  const args = ["-std=c++17", "-O2", "-fPIC", "-shared", "-DNAPI_VERSION=8", ...include, ...sources, ...link];
  await run(findCompiler() ?? "c++", [...args, "-o", partial], { cwd: tfjsNode });
  renameSync(partial, binding);
}

/** The proof that all of it works: one matrix product. */
async function multiply() {
  const product = "require('@tensorflow/tfjs-node').matMul([[1, 2]], [[3], [4]]).dataSync()[0]";
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" };
  await run(process.execPath, ["-e", `require('assert').equal(${product}, 11)`], { env });
}

function tfjsNodeVersion() {
  return JSON.parse(readFileSync(`${tfjsNode}/package.json`, "utf8")).version;
}
