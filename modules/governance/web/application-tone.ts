import type { useWords } from '@ronghe/kit/ui'
import type { ApplicationState } from '../funds/steps.ts'

/** The tone in which a state of an application is shown. */
export function toneOf(state: ApplicationState): 'neutral' | 'info' | 'success' | 'error' | 'warning' {
  if (state === 'drafted' || state === 'withdrawn') return 'neutral'
  if (state === 'refused' || state === 'clawedBack') return 'error'
  if (state === 'noticed') return 'warning'
  return state === 'submitted' || state === 'checked' || state === 'reviewing' ? 'info' : 'success'
}

type T = ReturnType<typeof useWords>['t']

/** What is submitted here waits for the formal check, and not for a leader as elsewhere. */
export function stateText(t: T, state: ApplicationState): string {
  return t(`governance.value.applicationState.${state}`)
}
