/** A line drawing as a value: `show` draws it. */
export interface SvgDrawing {
  /** Whole, with its style sheet; light, and dark on a dark page. */
  readonly svg: string;
  /** What a person would see, for those who cannot. */
  readonly alt: string;
  /** Of its file, and of links to it: "5.2-lstm". */
  readonly name?: string;
}
