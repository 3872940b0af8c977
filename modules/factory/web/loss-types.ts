import type { Answer } from '@ronghe/kit/contract'
import type { factory } from '../contract.ts'

type Routes = (typeof factory)['routes']

export type Reason = Answer<Routes['reasons']>['rows'][number]
export type Stop = Answer<Routes['stops']>['rows'][number]
