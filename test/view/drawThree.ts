import { bars } from "../../lib/view/bars";
import { lines } from "../../lib/view/figure";
import { heatMap } from "../../lib/view/heatMap";
import { svg } from "../../lib/view/staticImage";

// A process of its own: three figures as SVG, in the order of its argument ("210").
const axes = { x: { title: "step" }, y: { title: "bits" }, alt: "" };
const figures = [
  lines([{ name: "RNN", x: [0, 10], y: [3, 2], low: [2.5, 1.5], high: [3.5, 2.5] }], { title: "loss", ...axes }),
  heatMap({
    ...{ title: "", x: { title: "t", values: [1, 2] }, y: { title: "unit", values: ["a"] }, z: [[0.5, -1]] },
    ...{ colorTitle: "h<sub>t</sub>", range: [-1, 1], alt: "" },
  }),
  bars([{ name: "trained", y: [2], low: [1.9], high: [2.3] }], {
    ...{ title: "", groups: ["quotation"], x: "structure", y: { title: "AUC" }, alt: "" },
  }),
];
process.stdout.write(JSON.stringify([...process.argv[2]].map((place) => svg(figures[Number(place)]).image)));
