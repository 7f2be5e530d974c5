import { escapeHtml } from "../view/progress";
import type { PagePart } from "./pageParts";

/** A page of the report, as the contents beside every page name it. */
export interface Listed {
  readonly title: string;
  readonly address: string;
  /** The headings of the page that the contents stand on. */
  readonly parts?: readonly Pick<PagePart, "id" | "title">[];
}

/** The report's pages, and the headings of this one; page/sideContents.ts marks the one that is read, and folds the list. */
export function sideList(pages: readonly Listed[]): string {
  const item = ({ title, address, parts }: Listed) => {
    const here = parts ? ' aria-current="page"' : "";
    const below = parts?.length ? `<ol>${parts.map(heading).join("")}</ol>` : "";
    return `<li><a href="${escapeHtml(address)}"${here}>${escapeHtml(title)}</a>${below}</li>`;
  };
  return `<nav class="contents" aria-label="Contents"><details open><summary>Contents</summary>
<ol>${pages.map(item).join("\n")}</ol></details></nav>`;
}

const heading = ({ id, title }: Pick<PagePart, "id" | "title">): string =>
  `<li><a href="#${escapeHtml(encodeURIComponent(id))}">${escapeHtml(title)}</a></li>`;
