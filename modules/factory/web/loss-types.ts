import type { Answer } from '@ronghe/kit/contract'
import type { factory } from '../contract.ts'

type Routes = (typeof factory)['routes']

export type Reason = Answer<Routes['reasons']>['rows'][number]
export type Stop = Answer<Routes['stops']>['rows'][number]
export type Losses = Answer<Routes['losses']>
export type LossShift = Answer<Routes['lossShifts']>['rows'][number]
export type Heat = Answer<Routes['lossHeat']>
export type Trend = Answer<Routes['lossTrend']>
export type Explanation = Answer<Routes['lossExplanation']>
export type SignedReport = Answer<Routes['shiftReport']>
export type Handover = Answer<Routes['handover']>['rows'][number]
export type AndonCall = Answer<Routes['andonCalls']>['rows'][number]
export type Product = Answer<Routes['products']>['rows'][number]
