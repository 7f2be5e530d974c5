/** So many of the items, at equal distances, the first and the last among them. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  const shown = Math.min(count, items.length);
  return Array.from({ length: shown }, (_, i) => items[Math.round((i * (items.length - 1)) / Math.max(1, shown - 1))]);
}
