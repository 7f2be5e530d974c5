import type { Box } from "./box";

/**
 * What is in a box, as a picture of its own, [S, S, 3]: the square around the box's centre whose side is `room` times the
 * box's longer one, each pixel the nearest of the whole picture; beyond its edges the edge goes on.
 * @param pixels [side, side, 3]
 */
export function crop(
  { pixels, side }: { readonly pixels: ArrayLike<number>; readonly side: number },
  box: Box,
  { S, room = 1.2 }: { readonly S: number; readonly room?: number },
): Uint8Array {
  const reach = room * Math.max(box.width, box.height);
  const along = (centre: number) =>
    Array.from({ length: S }, (_, i) => {
      const at = Math.floor((centre + reach * ((i + 0.5) / S - 0.5)) * side);
      return Math.min(side - 1, Math.max(0, at));
    });
  const [columns, rows] = [along(box.x + box.width / 2), along(box.y + box.height / 2)];
  const cut = new Uint8Array(S * S * 3);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      for (let c = 0; c < 3; c++) cut[(y * S + x) * 3 + c] = pixels[(row * side + column) * 3 + c];
    });
  });
  return cut;
}
