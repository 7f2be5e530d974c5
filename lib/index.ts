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
export { lyapunovExponent, orbit, type Recurrence } from "./analysis/dynamics";
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
export {
  type MarkedPassage,
  type PassageUnit,
  type SimilarPlace,
  type UnitsOfPassage,
  type UnitsOfPassageOptions,
  unitsOfPassage,
} from "./analysis/unitsOfPassage";
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
export {
  type LstmForm,
  type LstmVariantOptions,
  type LstmVariantParams,
  lstmForms,
  lstmVariant,
} from "./cells/lstmVariant";
export { lastState } from "./cells/masked";
export { type MemorylessParams, memoryless } from "./cells/memoryless";
export { type MguParams, mgu } from "./cells/mgu";
export { project } from "./cells/projection";
export type { Wiring } from "./cells/spec";
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
export { type CaptionResult, captionResults } from "./data/captionResults";
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
export type { CellDiagramOptions } from "./diagrams/cellDiagram";
export { diagram } from "./diagrams/diagram";
export type { Diagram, NetworkDiagramOptions } from "./diagrams/networkDiagram";
// The lecture's equations as exercises.
export { check, expectRight } from "./exercises/check";
export * from "./experiments";
// It needs a folder of the user's, and so is not among the studies that always run.
export { photographCaptions } from "./experiments/3.1-image-captioning/photographs/claims";
export { setParameters, takeParameters } from "./experiments/setParameters";
export { type SlideName, slide, slideNames } from "./experiments/slides";
// Experiments of one's own.
export { meanAndBand, overCurves } from "./lab/bands";
export { type CellBuilder, compareCells } from "./lab/compareCells";
export { type CompareConfig, type ComparedTrial, type CompareResult, comparedCells } from "./lab/comparedCells";
export type { CountedBits } from "./lab/countedBits";
export {
  type Bar,
  type Effect,
  type EffectTold,
  judgeAbove,
  judgeAllAbove,
  judgeEvery,
  judgeWithin,
  type NamedEffect,
} from "./lab/decide";
export { NotMeasured } from "./lab/gate";
export type { Told } from "./lab/jobProgress";
export { type JobOptions, runJobs } from "./lab/jobs";
export { bySeed, judge, type Question, type Row } from "./lab/judge";
export type { Judgement } from "./lab/judgement";
export { judgeOutcomes, judgePairedOutcomes, type OutcomesTold } from "./lab/judgeOutcomes";
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
export { recordedSource } from "./lab/recorded";
export type { Job, JobContext } from "./lab/runJob";
export { type RunContext, runInCell } from "./lab/session";
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
export { type AttentionCaptioner, attentionCaptioner } from "./models/attention";
export type { AttentionOptions } from "./models/attentionOptions";
export { type Backbone, backboneOf, type SeeingNetwork } from "./models/backbone";
export { type CaptionBatch, type Captioner, type CaptionerOptions, captioner } from "./models/captioner";
export { type CharLm, type CharLmOptions, charLm } from "./models/charLm";
export { convolution } from "./models/convolution";
export { type CountedTags, countedTags } from "./models/countedTags";
export { crossEntropy } from "./models/crossEntropy";
export { type TargetBatch, untilEnd } from "./models/decoder";
export { type EfficientnetOptions, efficientnet } from "./models/efficientnet";
export { type ExpectedCharacter, expectedCharacters } from "./models/expectedCharacters";
export type { Glance } from "./models/glance";
export { type Join, type JoinLayer, joinLayer } from "./models/joinLayer";
export { type ManyToMany, type ManyToManyOptions, manyToMany, type TaggedBatch } from "./models/manyToMany";
export { type LabelledBatch, type ManyToOne, type ManyToOneOptions, manyToOne } from "./models/manyToOne";
export { maskedCrossEntropy } from "./models/maskedCrossEntropy";
// Weights in files, to and from PyTorch.
export { type LoadedModel, loadModel } from "./models/modelFile";
export { type Ngram, ngram } from "./models/ngram";
export { type NgramText, ngramText } from "./models/ngramText";
export { type ConditionedBatch, type OneToMany, oneToMany } from "./models/oneToMany";
export { hiddenSizeFor, parameterCount } from "./models/parameterCount";
export { type PlacesNetwork, type PlacesOptions, placesMini, placesNetwork } from "./models/placesNetwork";
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
// Networks that have been trained and ship with the lab.
export { type AnsweredWord, answerQuestion, type TrainedAnswerer } from "./models/shipped/shippedAnswerer";
export { describePicture, type SaidWord, type TrainedCaptioner } from "./models/shipped/shippedCaptioner";
export { type TrainedDates, translateDate, type WrittenCharacter } from "./models/shipped/shippedDates";
export type { TrainedDigits } from "./models/shipped/shippedDigits";
export type { TrainedEye } from "./models/shipped/shippedEye";
export type { AboutNetwork, HeldOut } from "./models/shipped/shippedNetwork";
export type { TrainedText } from "./models/shipped/shippedText";
export { type SoftAttention, type SoftAttentionOptions, softAttention } from "./models/softAttention";
export { type AnswerBatch, type TellingModel, tellingModel } from "./models/telling";
export { type TrainedName, type TrainedNetworks, trained, trainedNames } from "./models/trained";
export { type Vgg, type VggOptions, vgg } from "./models/vgg";
export { type VggMiniOptions, vgg16, vggMini } from "./models/vggNetworks";
export { torchVgg } from "./models/vggTorch";
export { kerasBackbone, kerasWeights } from "./models/vggWeights";
export {
  type LoadedWeights,
  type LoadWeightsOptions,
  loadWeights,
  type SaveLayersOptions,
  type SaveWeightsOptions,
  saveWeights,
} from "./models/weightsFile";
// What one can move: the lecture's moments, and controls for one's own.
export { moments } from "./moments";
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
export { type ProgressLoop, progress } from "./train/progressLoop";
export { type SampleOptions, type Sampler, type Sequence, sample, sampler } from "./train/sample";
export type { Loss } from "./train/step";
export { type Trainer, train, trainer } from "./train/train";
export type { RunOptions, StepRow, Trained, TrainerOptions, TrainOptions } from "./train/trainOptions";
// Figures, tables and progress as values; `show` puts them under the cell.
export type { Axis } from "./view/axis";
export { type BarOptions, type BarSeries, bars } from "./view/bars";
export type { Checked, Difference } from "./view/checked";
export {
  again,
  type Board,
  board,
  type Control,
  type Controls,
  choice,
  field,
  type MarkedText,
  type OwnPhotograph,
  pad,
  passage,
  photograph,
  slider,
  toggle,
  type ValuesOf,
} from "./view/controls";
export { explore } from "./view/explore";
export { type Figure, type LineOptions, lines, palette, type Series } from "./view/figure";
export type { Gallery } from "./view/gallery";
export { type GradedOptions, type GradedSeries, gradedLines } from "./view/gradedLines";
export type { Guides, Mark, Reference } from "./view/guides";
export { type HeatAxis, type HeatMapOptions, heatMap } from "./view/heatMap";
export { heatStrip, type StripOptions } from "./view/heatStrip";
export { type IntervalOptions, type IntervalRow, intervals } from "./view/intervals";
export { lossFigure } from "./view/lossFigure";
export type { Answer, Moment } from "./view/moment";
export { show } from "./view/notebook";
export { notice } from "./view/notice";
export type { OwnFigure } from "./view/ownFigure";
export { type PanelOptions, panels } from "./view/panels";
export type { MomentPicture } from "./view/pictured";
export { type ColourPicture, type PictureSheetOptions, pictureSheet } from "./view/pictureSheet";
export { type Picture, type PictureOptions, pictures } from "./view/pictures";
export type { Progress } from "./view/progress";
export type { RecordedSource, RecordedState } from "./view/recordedSource";
export { type StateHeatOptions, stateHeat } from "./view/stateHeat";
export type { SvgDrawing } from "./view/svgDrawing";
export { type Table, table } from "./view/table";
export { type TextHeatOptions, type TextLayer, textHeats } from "./view/textHeat";
export type { Outcome, Verdict } from "./view/verdict";
