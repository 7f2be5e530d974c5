import type { Node } from "./graph";

/**
 * Inside a function an output is referred to by the name that the operation's definition gives it, and tfjs-node does not
 * tell those definitions. These are TensorFlow's own, for the operations that tfjs's kernels and ours call;
 * "output*" is a list of outputs with one name.
 */
const names: Readonly<Record<string, string>> = {
  y: "Abs Acos Acosh Asin Asinh Atan Atanh Cast Ceil Cos Cosh DeepCopy Erf Exp Expm1 Floor IsFinite IsInf IsNan Log Log1p LogicalNot Neg OnesLike Reciprocal Round Rsqrt Sigmoid Sign Sin Sinh Sqrt Square Tan Tanh Transpose ZerosLike",
  z: "Add AddV2 Atan2 Equal FloorDiv FloorMod Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum Minimum Mul NotEqual Pow RealDiv SigmoidGrad SquaredDifference Sub TanhGrad",
  sum: "AddN",
  output:
    "All Any ArgMax ArgMin AvgPool AvgPool3D AvgPool3DGrad AvgPoolGrad BatchMatMulV2 BatchToSpaceND BroadcastTo ClipByValue ConcatV2 Const Conv2D Conv2DBackpropFilter Conv2DBackpropInput Conv3D Conv3DBackpropFilterV2 Conv3DBackpropInputV2 DepthToSpace DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput Diag Dilation2D Einsum ExpandDims Fill GatherNd GatherV2 Identity LRN LRNGrad LinSpace Max MaxPool MaxPool3D MaxPool3DGrad MaxPoolGrad Mean Min MirrorPad OneHot Pack PadV2 Prod Range Reshape ResizeBilinearGrad ResizeNearestNeighborGrad ReverseV2 ScatterNd Select SelectV2 Slice Snapshot SpaceToBatchND Squeeze StatelessRandomUniform StatelessRandomUniformFullInt StatelessRandomNormal StopGradient StridedSlice Sum TensorScatterUpdate Tile UnsortedSegmentSum BiasAdd BiasAddGrad L2Loss",
  bins: "Bincount",
  r0: "BroadcastArgs",
  crops: "CropAndResize",
  out: "Cumprod Cumsum",
  filter_backprop: "Dilation2DBackpropFilter",
  in_backprop: "Dilation2DBackpropInput",
  activations: "Elu LeakyRelu Relu Relu6 Selu Softplus",
  backprops: "EluGrad ReluGrad",
  "y batch_mean batch_variance reserve_space_1 reserve_space_2": "FusedBatchNorm",
  "y batch_mean batch_variance reserve_space_1 reserve_space_2 reserve_space_3": "FusedBatchNormV3",
  logsoftmax: "LogSoftmax",
  product: "MatMul",
  resized_images: "ResizeBilinear ResizeNearestNeighbor",
  softmax: "Softmax",
  "loss backprop": "SparseSoftmaxCrossEntropyWithLogits",
  "output*": "PartitionedCall Split SplitV Unpack",
  "values indices": "TopKV2",
  "i cs f o ci co h": "BlockLSTM LSTMBlockCell",
  "cs_prev_grad dicfo wci_grad wcf_grad wco_grad": "LSTMBlockCellGrad",
  "r u c h": "GRUBlockCell",
};

const byOperation = new Map(
  Object.entries(names).flatMap(([outputs, operations]) => operations.split(" ").map((op) => [op, outputs] as const)),
);

export const isNamed = (op: string): boolean => byOperation.has(op);

export function outputReference({ name, op }: Node, output: number): string {
  const outputs = byOperation.get(op) as string;
  if (outputs.endsWith("*")) return `${name}:${outputs.slice(0, -1)}:${output}`;
  return `${name}:${outputs.split(" ")[output]}:0`;
}
