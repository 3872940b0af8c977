import type { Answer } from '@ronghe/kit/contract'
import type { trace } from '../../contract.ts'

export type PaperLine = Answer<(typeof trace.routes)['documents']>['rows'][number]

export const paperKinds: readonly PaperLine['kind'][] = [
  'testReport',
  'certificate',
  'declaration',
  'manual',
  'photo',
  'other',
]
export const audiences: readonly PaperLine['audience'][] = ['public', 'partner', 'own']
