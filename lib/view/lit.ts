/**
 * A picture [side, side, 3], grey and dark but where the attention α [L] is, its places row by row: in colour by the share that its light
 * there has of the brightest.
 */
export function lit(picture: ArrayLike<number>, side: number, alpha: readonly number[]): Uint8Array {
  const places = Math.sqrt(alpha.length);
  const light = lightOf(
    alpha,
    Array.from({ length: side }, (_, pixel) => ((pixel + 0.5) / side) * places - 0.5),
  );
  const most = light.reduce((a, b) => Math.max(a, b));
  const result = new Uint8Array(side * side * 3);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const [share, at] = [light[pixel] / most, 3 * pixel];
    const grey = 0.3 * picture[at] + 0.59 * picture[at + 1] + 0.11 * picture[at + 2];
    for (let i = at; i < at + 3; i++) result[i] = Math.round(share * picture[i] + (1 - share) * 0.35 * grey);
  }
  return result;
}

/** How far the light of a place reaches, in places: the standard deviation of a Gaussian. */
const reach = 0.8;

/**
 * α [L] as it is drawn, smoothed from place to place: at every pair of these coordinates, row by row, the mean of α weighted by a
 * Gaussian of the distance. A coordinate is 0 at the middle of the first place and √L − 1 at that of the last, beyond which nothing
 * changes.
 */
export function lightOf(alpha: ArrayLike<number>, coordinates: readonly number[]): Float64Array {
  const places = Math.sqrt(alpha.length);
  const shares = coordinates.map((coordinate) => {
    const at = Math.min(places - 1, Math.max(0, coordinate));
    const near = Float64Array.from({ length: places }, (_, place) => Math.exp(-0.5 * ((at - place) / reach) ** 2));
    const sum = near.reduce((a, b) => a + b);
    return near.map((one) => one / sum);
  });
  const count = coordinates.length;
  // First along each row of places, then down the columns.
  const rows = Float64Array.from({ length: places * count }, (_, k) => {
    const [row, share] = [Math.floor(k / count) * places, shares[k % count]];
    return share.reduce((sum, one, place) => sum + one * alpha[row + place], 0);
  });
  return Float64Array.from({ length: count * count }, (_, k) =>
    shares[Math.floor(k / count)].reduce((sum, one, row) => sum + one * rows[row * count + (k % count)], 0),
  );
}
