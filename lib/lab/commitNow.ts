import { execFileSync } from "node:child_process";
import path from "node:path";
import { projectRoot } from "../core/project";

/** The commit of the project, and whether files were changed since; null where there is no git that knows the project. */
export function commitNow(): { readonly commit: string | null; readonly changed: boolean } {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: projectRoot, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const root = git("rev-parse", "--show-toplevel");
    if (path.resolve(root) !== projectRoot) return { commit: null, changed: true };
    const records = ":(exclude)data/recorded"; // one more is no change of the code
    return { commit: git("rev-parse", "HEAD"), changed: git("status", "--porcelain", "--", ".", records) !== "" };
  } catch {
    return { commit: null, changed: true };
  }
}
