import type { ApplicationState } from '../funds/steps.ts'

/** The tone in which a state of an application is shown. */
export function toneOf(state: ApplicationState): 'neutral' | 'info' | 'success' | 'error' | 'warning' {
  if (state === 'drafted' || state === 'withdrawn') return 'neutral'
  if (state === 'refused' || state === 'clawedBack') return 'error'
  if (state === 'noticed') return 'warning'
  return state === 'submitted' || state === 'checked' || state === 'reviewing' ? 'info' : 'success'
}
