/** A contestant: the lab as its users run it. */
import { captionDecoding, captionTraining } from "./captioner";
import { cnn } from "./cnn";
import { type Rows, serve } from "./contestant";
import { matrixProduct } from "./matrixProduct";
import { sampling } from "./oursSampling";
import { training } from "./oursTraining";

const rows: Rows = {
  train: training,
  sample: sampling,
  captionTrain: captionTraining,
  captionDecode: captionDecoding,
  cnn,
  gemm: matrixProduct,
};

void serve(rows);
