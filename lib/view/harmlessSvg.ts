import createDOMPurify, { type WindowLike } from "dompurify";

/** What the lab's drawings are made of (lib/diagrams/svg.ts). */
const settings = {
  ALLOWED_TAGS: ["svg", "g", "path", "rect", "circle", "text", "tspan", "title", "#text"],
  ALLOWED_ATTR: [
    ...["xmlns", "viewBox", "width", "height", "class", "role", "tabindex", "x", "y", "dy", "rx", "cx", "cy", "r", "d"],
    ...["fill", "stroke", "stroke-width", "font-family", "font-size", "font-style", "text-anchor"],
    ...["data-node", "data-from", "data-to", "data-time", "data-words"],
  ],
  ALLOW_DATA_ATTR: false,
  NAMESPACE: "http://www.w3.org/2000/svg",
  PARSER_MEDIA_TYPE: "application/xhtml+xml" as const,
};

/**
 * A drawing, wherever it came from, as a page may hold it: what it is made of and nothing else, so that nothing in it runs,
 * fetches or leads elsewhere. Without its style sheet, which the page has; empty where it is no drawing of the lab's.
 * @param window a browser's, or jsdom's
 */
export function harmlessSvg(window: WindowLike, svg: string): string {
  const purify = createDOMPurify(window);
  purify.addHook("uponSanitizeAttribute", (_, attribute) => {
    if (/url\(/i.test(attribute.attrValue)) attribute.keepAttr = false; // a paint can be a file's
  });
  const clean = purify.sanitize(svg.replace(/<style>[\s\S]*?<\/style>/, ""), settings);
  return /^<svg [^>]*class="lab-diagram"/.test(clean) ? clean : "";
}
