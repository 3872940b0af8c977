import type { Static } from '@ronghe/kit/contract'
import type { Equipment } from '../contract.ts'

export type Machine = Static<typeof Equipment>
