export {
  activationsOf,
  type Evaluated,
  emptyMemory,
  evaluate,
  needsOf,
  type Window,
} from './evaluate.ts'
export { type DefinitionFault, type DefinitionFaultWord, definitionFaults } from './faults.ts'
export { type Burst, burstFirsts, firstOuts, type Grouped } from './group.ts'
export {
  type Alarm,
  type Effect,
  type Happening,
  isQuiet,
  type Manner,
  type Next,
  next,
  type Refusal,
  restingAlarm,
  type State,
  stateOf,
} from './lifecycle.ts'
export type {
  Activation,
  Definition,
  Level,
  Memory,
  Side,
  SignalPoint,
  Signals,
  Transition,
  Trigger,
  Truth,
  Value,
} from './model.ts'
export { type Known, type Reconciled, reconcile } from './reconcile.ts'
export {
  type Announced,
  type Bad,
  type Band,
  bandOf,
  type CountedKind,
  countedKinds,
  countedOf,
  type Durations,
  type Flood,
  quantile,
  type Statistics,
  statisticsOf,
} from './statistics.ts'
