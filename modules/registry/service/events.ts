import type { Subscriber } from '@ronghe/kit/module'
import { onDecided, onNotice, onSubmitted } from '../notify.ts'
import { onRunAssigned } from './system-decisions.ts'

/** What this room does when something happened here or in another. */
export const subscribes: Readonly<Record<string, Subscriber>> = {
  'kit.notice': onNotice,
  'registry.verification.submitted': onSubmitted,
  'registry.verification.decided': onDecided,
  'assess.run.assigned': onRunAssigned,
}
