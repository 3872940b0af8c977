import type { Static } from '@ronghe/kit/contract'
import { StatusTag, type Tone, useWords } from '@ronghe/kit/ui'
import type { System } from '../contract.ts'

type Row = Static<typeof System>

const tones: Record<Row['status'], Tone> = {
  entered: 'neutral',
  asked: 'info',
  confirmed: 'success',
  refused: 'error',
}

/** How far a system came, and that it is no longer used. */
export function SystemState({ row }: { row: Row }) {
  const { t } = useWords()
  return (
    <>
      <StatusTag tone={tones[row.status]} text={t(`registry.value.status.${row.status}`)} />
      {row.isInUse ? null : <StatusTag tone="warning" text={t('registry.systems.ended')} />}
    </>
  )
}

/** The share with what it was counted of. */
export function Coverage({ row }: { row: Row }) {
  const { t } = useWords()
  const { covered, total } = row
  const unit = t(`registry.value.coverageOf.${row.coverageOf}`)
  return (
    <>
      {row.coveredPercent} %{' '}
      <span className="r-muted">{t('registry.systems.coverage', { covered, total, unit })}</span>
    </>
  )
}
