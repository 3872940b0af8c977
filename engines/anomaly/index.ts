export { adapt } from './adapt.ts'
export { learn } from './learn.ts'
export type {
  Contribution,
  Feedback,
  Judged,
  Judgement,
  LearnOptions,
  Memory,
  Model,
  Row,
  Scored,
} from './model.ts'
export { emptyMemory, score } from './score.ts'
export { type Stream, type StreamOptions, streamNext, streamStart, type Told } from './stream.ts'
