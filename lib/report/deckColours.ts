/** Of a slide in the dark, as slides.css and colours.css have them. */
const [ground, ink] = [
  [0x11, 0x11, 0x11],
  [0xe4, 0xe6, 0xe8],
];

/** What needs white behind it, made for dark; as page/darkFigure.ts has it. */
const onDark: Readonly<Record<string, string>> = { "0-114-178": "rgb(47, 143, 214)" };

/**
 * A figure whose greys and blues are another slide's, in the dark, by way of `darkFigures`. One that holds pictures or heat maps
 * keeps its paper: their colours are in their pixels.
 */
export function inBothLights(svg: string): string {
  if (svg.includes("<image")) return svg;
  return svg.replace(/(?<=[:"]\s?)rgb\((\d+), (\d+), (\d+)\)/g, (colour, ...rgb: string[]) => {
    const name = rgb.slice(0, 3).join("-");
    return darkOf(name) ? `var(--f-${name}, ${colour})` : colour;
  });
}

/** The style of the figures on these slides in the dark. */
export function darkFigures(html: string): string {
  const names = new Set([...html.matchAll(/var\(--f-(\d+-\d+-\d+),/g)].map(([, name]) => name));
  const rules = [...names].sort().map((name) => `--f-${name}:${darkOf(name)}`);
  return `@media screen{[data-theme=dark]{${rules.join(";")}}}`;
}

function darkOf(name: string): string | undefined {
  const [red, green, blue] = name.split("-").map(Number);
  if (red !== green || green !== blue) return onDark[name];
  const mixed = ground.map((value, i) => Math.round(value + (1 - red / 255) * (ink[i] - value)));
  return `rgb(${mixed.join(", ")})`;
}
