/** Light colours stand in the drawing itself, so that every program shows it; a page that is dark changes them by class. */
export const looks = {
  ground: { fill: "#F3F7F3", stroke: "#9BB59B" },
  layer: { fill: "#FFF1C2", stroke: "#D79B00" },
  operation: { fill: "#FBE3EC", stroke: "#CC79A7" },
  given: { fill: "#FBDCD2", stroke: "#D55E00" },
  state: { fill: "#DDF1E4", stroke: "#009E73" },
  output: { fill: "#DCE9F7", stroke: "#0072B2" },
} as const;

const dark: Readonly<Record<keyof typeof looks, string>> = {
  ground: "#1B241D",
  layer: "#4A3B08",
  operation: "#4B2238",
  given: "#4C2413",
  state: "#10382B",
  output: "#0F2F4A",
};

const darkRules = [
  [".paper", "fill:#111"],
  [".ink", "fill:#eee"],
  [".grey", "fill:#aaa"],
  [".red", "fill:#FF9A6B"],
  [".red-line", "stroke:#FF9A6B"],
  [".line", "stroke:#ccc"],
  [".fill", "fill:#ccc"],
  ...Object.entries(dark).map(([kind, fill]) => [`rect.${kind}`, `fill:${fill}`]),
];

const all = (before: string) => darkRules.map(([selector, rule]) => `${before} ${selector}{${rule}}`).join("");

/** For a page that knows whether it is dark, and for a drawing on its own, which asks the system. */
export const style =
  `${all("[data-theme=dark] .lab-diagram")}${all("[data-jp-theme-light=false] .lab-diagram")}` +
  `@media (prefers-color-scheme:dark){${all(":root:not([data-theme=light]):not(:has([data-jp-theme-light=true])) .lab-diagram")}}` +
  ".lab-diagram .node:focus{outline:none}.lab-diagram .node:focus>rect[class],.lab-diagram .node:hover>rect[class]{stroke-width:3}";
