import type { useApi } from '@ronghe/kit/ui'
import type { assess } from '../contract.ts'

type Call = ReturnType<typeof useApi<typeof assess>>['call']
type Told<K extends keyof Call> = Awaited<ReturnType<Call[K]>>

export type RunDetail = Told<'run'>
export type RunRow = RunDetail['run']
export type AnswerShown = RunDetail['answers'][number]
export type Question = RunDetail['outline']['questions'][number]
export type Value = AnswerShown['value']
export type ScoreShown = Told<'score'>
export type Gap = Told<'gaps'>['rows'][number]
export type Cell = Told<'benchmark'>['cells'][number]
export type Named = { zh: string; en: string }
