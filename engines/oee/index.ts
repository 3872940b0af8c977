export { attribute } from './attribute.ts'
export { type Averaged, averageBy, type Weighting } from './average.ts'
export { type CounterReading, type Increment, incrementsOf } from './counters.ts'
export { type Credit, credit, type Output } from './credit.ts'
export { type Elements, elementsOf, type Production, type Times, timesOf } from './elements.ts'
export { type Cause, type Explained, explain, type Lost, type Part, partOf } from './explain.ts'
export { type Figure, type Figures, figuresOf, type Missing } from './figures.ts'
export type { IgnoredWhy, Interval } from './interval.ts'
export type { Condition, Value } from './kleene.ts'
export {
  type BigLossName,
  type Loss,
  lossesByReason,
  type ReasonCatalogue,
  type Stop,
  type StopRules,
  sixBigLosses,
  stopsWithLosses,
  type WaterfallName,
  type WaterfallStep,
  waterfall,
} from './losses.ts'
export {
  type Attributed,
  type Attribution,
  type CalendarEntry,
  type CalendarKind,
  type Count,
  type DecidedBy,
  type Ignored,
  type Observation,
  type Override,
  type Run,
  type StateKind,
  type TimeClass,
  type TimeInput,
  timeClasses,
} from './model.ts'
export { inCycleReasons, mtconnectRules } from './mtconnect.ts'
export { add, compare, divide, multiply, type Ratio, ratio, subtract, toNumber } from './ratio.ts'
export { type Reliability, reliability } from './reliability.ts'
export { type FiguresInput, figures, type Report } from './report.ts'
export { type RollUp, type RollUpPart, type RollUpWeight, rollUp } from './rollup.ts'
export {
  bindTags,
  type RuleFault,
  ruleFaults,
  type StateRule,
  type StateRules,
  tagsOfRules,
} from './rules.ts'
export { type SignalPoint, type Signals, type StateInterval, statesFromSignals } from './states.ts'
