/** Of `names`, those that somebody who typed `typed` may have meant, the most similar first. */
export function similar(typed: string, names: readonly string[]): string[] {
  const most = Math.min(3, Math.ceil(typed.length / 3));
  return names
    .map((name) => ({ name, edits: edits(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits)
    .map(({ name }) => name);
}

/** Levenshtein's distance: characters left out, put in or exchanged. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 4;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
