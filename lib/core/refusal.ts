import { accessSync, constants, mkdirSync } from "node:fs";
import { LabError } from "./errors";

/** What a file system refuses to a user who may not, has no room, or has put something else in the place. */
const refused = new Set(
  "EACCES EPERM EROFS ENOSPC EDQUOT EFBIG ENOENT ENOTDIR EISDIR EEXIST ENOTEMPTY ENAMETOOLONG ELOOP EBUSY EXDEV EMFILE ENFILE EIO".split(
    " ",
  ),
);

const done: Readonly<Record<string, string>> = {
  ...{ mkdir: "made", mkdtemp: "made", symlink: "made" },
  ...{ open: "opened", read: "read", scandir: "read", stat: "read", lstat: "read", readlink: "read" },
  ...{
    write: "written",
    fsync: "written",
    ftruncate: "written",
    utime: "written",
    copyfile: "copied",
    rename: "moved",
  },
  ...{ unlink: "removed", rm: "removed", rmdir: "removed" },
};

/** "read-only file system (EROFS)", of what Node says. */
export const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  `${message.replace(/^\w+: (.*?), .*$/s, "$1")} (${code})`;

/** What a command says of an error that its user can put right, in a sentence; undefined of a mistake of ours, which has a stack. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof LabError) return error.message;
  if (!(error instanceof Error)) return undefined;
  const { code = "", path, syscall = "" } = error as NodeJS.ErrnoException;
  // Without a call it is a package's own code, such as the loader's.
  if (!refused.has(code) || !syscall) return undefined;
  return `${path ?? "a file"}: could not be ${done[syscall] ?? "used"}: ${reasonOf(error)}`;
}

/** Before hours of work: makes the folder where it is not yet. @throws what the file system refuses */
export function expectWritable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  accessSync(folder, constants.W_OK);
}
