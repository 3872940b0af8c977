import type { Static } from '@ronghe/kit/contract'
import type { SystemDetail } from '../contract.ts'

export type SystemShown = Static<typeof SystemDetail>
export type SystemLink = SystemShown['links'][number]
export type SystemPaper = SystemShown['papers'][number]
