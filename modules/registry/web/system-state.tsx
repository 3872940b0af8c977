import type { Static } from '@ronghe/kit/contract'
import { Link, StatusTag, type Tone, useWords } from '@ronghe/kit/ui'
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

/** A number of a list, which opens to the system that it is of. */
export function OfSystem({ id, value }: { id: string; value: string | number }) {
  return (
    <span className="r-figure-compact">
      <Link className="r-figure-value" to={`/registry/systems/${id}`}>
        {value}
      </Link>
    </span>
  )
}

/** The share with what it was counted of; in a list it opens to how that was counted, and the papers. */
export function Coverage({ row, isOpening }: { row: Row; isOpening?: boolean }) {
  const { t } = useWords()
  const share = `${row.coveredPercent} %`
  const { covered, total } = row
  const unit = t(`registry.value.coverageOf.${row.coverageOf}`)
  return (
    <>
      {isOpening ? (
        <OfSystem id={row.id} value={share} />
      ) : (
        <span className="r-figure-compact">
          <span className="r-figure-value">{share}</span>
        </span>
      )}{' '}
      <span className="r-muted">{t('registry.systems.coverage', { covered, total, unit })}</span>
    </>
  )
}
