import { escapeHtml } from "../view/progress";

export interface PageHead {
  readonly title: string;
  /** Its Content-Security-Policy. */
  readonly rules: string;
  /** Its style sheet. */
  readonly styles: string;
}

/** How every page of the report begins, up to its body. */
export const pageHead = ({ title, rules, styles }: PageHead): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${rules}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>
${styles}
</style>
</head>
`;
