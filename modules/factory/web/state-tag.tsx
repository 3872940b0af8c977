import { StatusTag, type Tone, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'

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

/**
 * What decided, in words: as the firm's tree calls it, the word of a rule's key, or what people wrote. The
 * firm is the reader's own unless said otherwise.
 */
export function useReason(organisationId?: string): (reason: string | null) => string {
  const { t, name } = useWords()
  const query = organisationId ? { organisation: organisationId } : {}
  const tree = useQuery(useApi(factory).ask.reasons({ query }))
  const own = new Map(tree.data?.rows.map((one) => [one.code, one]))
  return (reason) => {
    if (!reason) return t('factory.reason.none')
    const known = own.get(reason)
    if (known) return name({ nameZh: known.name, nameEn: known.nameEn })
    const key = `factory.reason.${reason}`
    const text = t(key)
    return text === key ? reason : text
  }
}
