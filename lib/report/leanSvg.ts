/**
 * A figure's SVG without what says nothing on a slide: Plotly's own notes, a thousandth of a pixel, and what the style sheet says of every
 * text (template/slides.css). A text of two thousand coloured letters is a third of the size.
 */
export const leanSvg = (svg: string): string =>
  svg.replace(/<[^<>]+>/g, (tag) =>
    tag
      .replace(/ data-(?:unformatted|math|notex|index)="[^"]*"/g, "")
      .replace(/(\.\d\d)\d+(?!\d*e)/g, "$1")
      .replace(/font-family: [^;"]*;? ?/g, "")
      .replace(/(?:fill-opacity|stroke-opacity|opacity): 1;? ?/g, "")
      .replace(/white-space: pre;? ?/g, "")
      .replace(/ (?:style|class)=""/g, ""),
  );

/** Without the pictures and heat maps that stand wholly above or below; a panel is moved to its place as a whole. */
export function withoutPictures(svg: string, [from, to]: readonly [number, number]): string {
  let down = 0;
  return svg.replace(/<g [^<>]*class="(?:x\d*y\d*|imagelayer)"[^<>]*>|<image [^<>]*?(?:\/>|>\s*<\/image>)/g, (tag) => {
    if (tag.startsWith("<g")) {
      down = Number(tag.match(/translate\([-\d.]+,\s*([-\d.]+)\)/)?.[1] ?? 0);
      return tag;
    }
    const [y, height] = ["y", "height"].map((name) => Number(tag.match(` ${name}="([^"]*)"`)?.[1]));
    return y + down > to || y + down + height < from ? "" : tag;
  });
}
