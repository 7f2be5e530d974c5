const onDark: Readonly<Record<string, string>> = {
  "#0072b2": "#2f8fd6",
  // The grounds of letters (view/textHeat.ts): as far from light letters as they were from dark ones.
  "#e8864a": "#a84a00",
  "#5ba6d6": "#1f6fa8",
};
const paper = [0x16, 0x18, 0x1b]; // as --ground of the report's colours.css
const ink = [0xe4, 0xe6, 0xe8];

/** Words and numbers stay. */
const kept = new Set(["x", "y", "z", "text", "name", "source", "hovertemplate", "ticktext", "tickvals"]);

/** A figure's colours for a dark page: greys change places, and the colours that need white behind them are made for dark. */
export function dark<T>(value: T): T {
  if (typeof value === "string") return darkColour(value) as T;
  if (Array.isArray(value)) return value.map(dark) as T;
  if (typeof value !== "object" || value === null) return value;
  // A note with a ground of its own has chosen its letters' colour for it.
  if ((value as { readonly bgcolor?: unknown }).bgcolor) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, kept.has(key) ? inner : dark(inner)]),
  ) as T;
}

function darkColour(text: string): string {
  const colour = text.toLowerCase();
  const grey = colour.match(/^#([0-9a-f]{2})\1\1$/)?.[1];
  if (!grey) return onDark[colour] ?? text;
  const share = 1 - Number.parseInt(grey, 16) / 255;
  const mixed = paper.map((value, i) => Math.round(value + share * (ink[i] - value)));
  return `rgb(${mixed.join(", ")})`;
}
