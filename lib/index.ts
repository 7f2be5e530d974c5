/**
 * All that a notebook may import: the studies of the lecture, and the library that they are made of.
 * @packageDocumentation
 */

// Measuring: gradients, states, gates, what units follow, texts, captions, answers.
export { type AnswerAccuracy, type AskedQuestion, answerAccuracy } from "./analysis/answerAccuracy";
export { bleu } from "./analysis/captionMetrics/bleu";
export { type CaptionScores, captionScores } from "./analysis/captionMetrics/captionScores";
export { ciderD } from "./analysis/captionMetrics/ciderD";
export { rougeL } from "./analysis/captionMetrics/rougeL";
export { type CellStateProducts, cellStateProducts } from "./analysis/cellStateProducts";
export { multiplyAdds, peakBytes } from "./analysis/cost";
export { distinctNgrams, endingCycle, ngramEntropy } from "./analysis/diversity";
export { dominantFrequency, lyapunovExponent, orbit, type Recurrence } from "./analysis/dynamics";
export { type Gates, gateValues, perUnit } from "./analysis/gates";
export { gradientByLag } from "./analysis/gradientByLag";
export { type FlowOptions, stateGradients } from "./analysis/gradientFlow";
export { gradientNorms, layerGradientNorms } from "./analysis/gradientNorms";
export { type Jacobians, stateJacobians } from "./analysis/jacobian";
export { leastSquares } from "./analysis/leastSquares";
export { type CellStateTerms, cellStateTerms } from "./analysis/lstmTerms";
export { type MeanField, meanField } from "./analysis/meanField";
export { eigenvalues, singularValues, spectralRadius } from "./analysis/spectrum";
export { type StateRecorder, stateRecorder } from "./analysis/stateRecorder";
export { type Estimate, estimate, mean } from "./analysis/statistics";
export { agreement, truncatedGradient } from "./analysis/truncatedGradient";
export { auc, rankedUnits, shiftNull, type UnitScore } from "./analysis/units";
// The recurrences.
export {
  type Cell,
  type CellOptions,
  type Input,
  type Inputs,
  type Params,
  type Run,
  type State,
  scan,
  unroll,
  unrollTimeMajor,
} from "./cells/cell";
export { type Clamp, clamped } from "./cells/clamped";
export { dropout } from "./cells/dropout";
export { type GruOptions, type GruParams, type GruState, gru, gruGates } from "./cells/gru";
export { type LstmOptions, type LstmParams, type LstmState, lstm, lstmGates } from "./cells/lstm";
export { lastState } from "./cells/masked";
export { type MemorylessParams, memoryless } from "./cells/memoryless";
export { stack } from "./cells/stack";
export { type CellName, type StackOptions, stackOf } from "./cells/stackOf";
export { type VanillaOptions, type VanillaParams, type VanillaState, vanilla } from "./cells/vanilla";
// TensorFlow, and what the lab adds to it: randomness as an argument, a function as one native call.
export { type Compiled, compile } from "./core/compile";
export { gradientsOf } from "./core/gradients";
export { fork, type Key, normal, seed, uniforms } from "./core/random";
export { mapTensors, type NamedTensors } from "./core/tensors";
export { tf } from "./core/tf";
// Data.
export type { CaptionedImage } from "./data/captions";
export { type CocoOptions, cocoCaptions } from "./data/cocoCaptions";
export { type DateFormat, type Day, dateFormats, daysOf, iso } from "./data/dates";
export { type Digit, type Digits, digits } from "./data/digits";
export { type Draws, draws } from "./data/draws";
export { type Flickr8kOptions, flickr8k } from "./data/flickr8k";
export { type LongLagBatch, type LongLagTask, longLagTasks } from "./data/longLag";
export { type Padded, padded } from "./data/padding";
export { photographs } from "./data/photographs";
export { captionWords } from "./data/ptbTokens";
export { type RecallBatch, type RecallOptions, recallBatches, recallVocabulary } from "./data/recall";
export { type Caption, type CaptionOptions, sceneCaptions } from "./data/sceneCaptions";
export { type QuestionOptions, type SceneQuestion, sceneQuestions } from "./data/sceneQuestions";
export { type Pictures, renderScenes } from "./data/sceneRender";
export { type Scene, type SceneObject, type SceneOptions, scene, scenes } from "./data/scenes";
export { type Sprites, sprites } from "./data/sprites";
export { type Corpus, type CorpusOptions, corpus } from "./data/text";
export { type Visual7wOptions, type VisualQuestion, visual7w } from "./data/visual7w";
export { type Vocabulary, vocabulary } from "./data/vocabulary";
export { readRing, slidingWindows, type TokenBatch, type WindowOptions } from "./data/windows";
export { type WordVocabulary, wordVocabulary } from "./data/wordVocabulary";
// The lecture: `const trained = await languageModel.run(); show(languageModel.verdict(trained, "state-helps"))`.
export * from "./experiments";
// It needs a folder of the user's, and so is not among the studies that always run.
export { photographCaptions } from "./experiments/3.1-image-captioning/photographs/claims";
export { setParameters, takeParameters } from "./experiments/setParameters";
// Experiments of one's own.
export { meanAndBand, overCurves } from "./lab/bands";
export { NotMeasured } from "./lab/gate";
export type { Told } from "./lab/jobProgress";
export { type JobOptions, runJobs } from "./lab/jobs";
export {
  bySeed,
  judge,
  judgeAbove,
  judgeAllAbove,
  judgeEvery,
  judgeWithin,
  type NamedEffect,
  type Question,
  type Row,
} from "./lab/judge";
export type { Judgement } from "./lab/judgement";
export {
  type Learning,
  type LearnOptions,
  type Learnt,
  learn,
  learnModel,
  type ModelOptions,
  type Point,
} from "./lab/learn";
export type { OptionMeanings, Overrides } from "./lab/optionMeanings";
export { count, counts, type OptionKind, oneOf, positive, someOf } from "./lab/options";
export type { Preset } from "./lab/preset";
export type { Job, JobContext } from "./lab/runJob";
export { type Claim, type Study, study } from "./lab/study";
export { product, seedNumbers } from "./lab/sweep";
export { type TextLearner, type TextTraining, textLearner } from "./lab/textLearner";
export {
  type Ended,
  finished,
  judgePaired,
  type PairedQuestion,
  percent,
  percentagePoints,
  sound,
  type Trial,
} from "./lab/trials";
// What is built on a cell.
export { type AnswerModel, answerModel } from "./models/answer";
export { type AttentionCaptioner, type AttentionOptions, attentionCaptioner, type Glance } from "./models/attention";
export type { Backbone } from "./models/backbone";
export { type CaptionBatch, type Captioner, type CaptionerOptions, captioner } from "./models/captioner";
export { type CenternetOptions, centernet } from "./models/centernet";
export { type CharLm, type CharLmOptions, charLm } from "./models/charLm";
export { convolution } from "./models/convolution";
export { type CountedTags, countedTags } from "./models/countedTags";
export { crossEntropy } from "./models/crossEntropy";
export { type TargetBatch, untilEnd } from "./models/decoder";
export { type Join, type JoinLayer, joinLayer } from "./models/joinLayer";
export { type ManyToMany, type ManyToManyOptions, manyToMany, type TaggedBatch } from "./models/manyToMany";
export { type LabelledBatch, type ManyToOne, type ManyToOneOptions, manyToOne } from "./models/manyToOne";
export { maskedCrossEntropy } from "./models/maskedCrossEntropy";
export { type Ngram, ngram } from "./models/ngram";
export { type NgramText, ngramText } from "./models/ngramText";
export { type ConditionedBatch, type OneToMany, oneToMany } from "./models/oneToMany";
export { hiddenSizeFor, parameterCount } from "./models/parameterCount";
export { type PointingBatch, type PointingModel, pointingModel, type Scoring } from "./models/pointing";
export {
  type PictureFeatures,
  type QuestionReader,
  type QuestionReaderOptions,
  questionReader,
} from "./models/questionReader";
export { type ReadOut, readOutputs } from "./models/readOut";
export { type Baseline, type ReinforceOptions, reinforceLoss } from "./models/reinforce";
export { type Seq2Seq, seq2seq, type TranslationBatch } from "./models/seq2seq";
export { type SoftAttention, type SoftAttentionOptions, softAttention } from "./models/softAttention";
export { type AnswerBatch, type TellingModel, tellingModel } from "./models/telling";
export { type Vgg, type VggOptions, vgg, vggBackbone } from "./models/vgg";
export { type VggMiniOptions, vgg16, vggMini } from "./models/vggNetworks";
export { kerasBackbone, kerasWeights } from "./models/vggWeights";
// About the lab itself.
export { environment } from "./report/environment";
export { lectureMap } from "./report/lectureMap";
// Training, and what a trained model is asked for.
export { type BeamOptions, type BeamSearch, beamSearch, type Hypothesis } from "./train/beamSearch";
export type { Checkpoint } from "./train/checkpoint";
export { type ClipOptions, clip, clipByGlobalNorm, clipByValue } from "./train/clip";
export { type EvaluateOptions, evaluate } from "./train/evaluate";
export type { NextToken } from "./train/nextToken";
export type { OptimizerOptions } from "./train/optimizers";
export { type SampleOptions, type Sampler, type Sequence, sample, sampler } from "./train/sample";
export type { Loss } from "./train/step";
export {
  type RunOptions,
  type StepRow,
  type Trained,
  type Trainer,
  type TrainerOptions,
  type TrainOptions,
  train,
  trainer,
} from "./train/train";
export { loadWeights, saveWeights } from "./train/weightsFile";
// Figures, tables and progress as values; `show` puts them under the cell.
export type { Axis } from "./view/axis";
export { type BarOptions, type BarSeries, bars } from "./view/bars";
export { type Figure, type LineOptions, lines, palette, type Series } from "./view/figure";

export type { Gallery } from "./view/gallery";
export { type GradedOptions, type GradedSeries, gradedLines } from "./view/gradedLines";
export type { Guides, Mark, Reference } from "./view/guides";
export { type HeatAxis, type HeatMapOptions, heatMap } from "./view/heatMap";
export { heatStrip, type StripOptions } from "./view/heatStrip";
export { type IntervalOptions, type IntervalRow, intervals } from "./view/intervals";
export { show } from "./view/notebook";
export { notice } from "./view/notice";
export { type PanelOptions, panels } from "./view/panels";
export { type ColourPicture, type PictureSheetOptions, pictureSheet } from "./view/pictureSheet";
export { type Picture, type PictureOptions, pictures } from "./view/pictures";
export type { Progress } from "./view/progress";
export { type RunContext, runInCell } from "./view/session";
export { type StateHeatOptions, stateHeat } from "./view/stateHeat";
export { type Table, table } from "./view/table";
export { type TextHeatOptions, type TextLayer, textHeats } from "./view/textHeat";
export type { Outcome, Verdict } from "./view/verdict";
