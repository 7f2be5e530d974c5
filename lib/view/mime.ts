/** What the lab puts into a notebook's outputs, by MIME type. */
export const plotlyMime = "application/vnd.plotly.v1+json";
/** A `Verdict` as JSON, beside its HTML: the report's ledger is read from the executed notebooks. */
export const verdictMime = "application/vnd.lecture-lab.verdict+json";
/** Where an output of a study's figure says which it is: a `FigureOrigin`, in the output's metadata. */
export const originKey = "lecture_lab";
