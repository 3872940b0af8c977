export { aggregate, defaults } from './aggregate.ts'
export { intervalsOf } from './interval.ts'
export {
  AGGREGATES,
  type Aggregate,
  type Around,
  type GoodPoint,
  type Interval,
  type Options,
  type Point,
  type Result,
  type Status,
  type Summary,
} from './model.ts'
export { joined, summarise, summaryOf } from './summary.ts'
