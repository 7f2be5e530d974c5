/** What the lab puts into a notebook's outputs, by MIME type. */
export const plotlyMime = "application/vnd.plotly.v1+json";
/** A `Verdict` as JSON, beside its HTML: the report's ledger is read from the executed notebooks. */
export const verdictMime = "application/vnd.lecture-lab.verdict+json";
/** A moment's controls and what they have shown, as `KeptMoment`. */
export const momentMime = "application/vnd.lecture-lab.moment+json";
/** Where an output says which it is: a study's figure by its `FigureOrigin`, a drawing by `{ drawing: name }`, in its metadata. */
export const originKey = "lecture_lab";
