import { StatusTag, type Tone, useWords } from '@ronghe/kit/ui'

const tones: Readonly<Record<string, Tone>> = {
  production: 'running',
  setup: 'setup',
  delay: 'stopped',
  down: 'fault',
  idle: 'idle',
  unknown: 'unknown',
  notPlanned: 'neutral',
  plannedStop: 'planned',
}

export function toneOf(state: string): Tone {
  return tones[state] ?? 'unknown'
}

/** A machine's state as a coloured tag with its word. */
export function StateTag({ state }: { state: string }) {
  const { t } = useWords()
  return <StatusTag tone={toneOf(state)} text={t(`factory.value.state.${state}`)} />
}

/** What decided, in words; reasons are keys of the rules, or what people wrote. */
export function useReason(): (reason: string | null) => string {
  const { t } = useWords()
  return (reason) => {
    if (!reason) return t('factory.reason.none')
    const key = `factory.reason.${reason}`
    const text = t(key)
    return text === key ? reason : text
  }
}
