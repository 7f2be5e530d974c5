type Json = Readonly<Record<string, unknown>>;

/** What of a Plotly figure is drawn. */
export interface Plot {
  readonly data: readonly Json[];
  readonly layout?: Json;
  readonly frames?: readonly Json[];
}

/**
 * A figure that only shows: Plotly's words may have links and styles in them, and its pictures may come from elsewhere.
 * Its configuration is the page's affair.
 */
export const harmlessPlot = ({ data, layout = {}, frames }: Plot): Plot & { readonly layout: Json } =>
  cleaned({ data, layout, ...(frames ? { frames } : {}) }) as Plot & { readonly layout: Json };

function cleaned(value: unknown, key = ""): unknown {
  if (typeof value === "string") return key === "source" ? pictureOnly(value) : words(value);
  if (Array.isArray(value)) return value.map((inner) => cleaned(inner, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleaned(inner, name)]));
}

const pictureOnly = (address: string): string => (/^data:image\/(png|jpeg|gif|webp);/.test(address) ? address : "");

/** Tags keep their names: "h<sub>t</sub>" has no more. */
const words = (text: string): string => text.replace(/<(\/?[^\s<>]+)\s[^<>]*>/g, "<$1>").replace(/url\s*\(/gi, "url ");
