export { canonicalJson } from './canonical.ts'
export { type Change, type Explanation, explain } from './explain.ts'
export { frameworkFaults } from './faults.ts'
export { inputFaults } from './inputs.ts'
export type {
  Answer,
  Combine,
  Condition,
  DecimalText,
  FactCondition,
  Fault,
  Framework,
  FrameworkNode,
  Group,
  Input,
  Ladder,
  Leaf,
  Missing,
  Names,
  Range,
  Rounding,
  RoundingMode,
  Rule,
  Source,
  Step,
  Veto,
  Weight,
} from './model.ts'
export { isLeaf } from './model.ts'
export { type Difference, inputOf, recompute } from './recompute.ts'
export type { GroupResult, LeafResult, NodeResult, Score } from './result.ts'
export { frameworkSchema } from './schema.ts'
export { score, type Tally, tally } from './score.ts'
export { load, type Scorer } from './scorer.ts'
export type { LadderResult, VetoResult } from './verdict.ts'
export { type Potential, potentials, whatIf } from './what-if.ts'
