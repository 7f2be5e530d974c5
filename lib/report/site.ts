import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../core/project";

/** What makes a report a folder to publish as it is. */
export interface Site {
  /** Where the project's files can be read, without a slash at its end; undefined where nobody knows. */
  readonly source?: string;
}

/** The address of the project's files: of the commit that GitHub's runner builds, else of package.json's repository. */
export function sourceAddress(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit } = environment;
  if (server && name && commit) return `${server}/${name}/blob/${commit}`;
  const { repository } = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8"));
  const url: string | undefined = typeof repository === "string" ? repository : repository?.url;
  const web = url?.replace(/^git\+/, "").replace(/\.git$/, "");
  return web && /^https?:/.test(web) ? `${web}/blob/HEAD` : undefined;
}

/** A page whose links to the project's files lead to where these can be read, or are words: a site has its own files only. */
export const forSite = (html: string, { source }: Site): string =>
  html.replace(/<a\b([^>]*?) href="\.\.\/([^"]*)"([^>]*)>([\s\S]*?)<\/a>/g, (_, before, to, after, words) =>
    source === undefined ? words : `<a${before} href="${source}/${to}"${after}>${words}</a>`,
  );
