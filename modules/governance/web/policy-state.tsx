import { StatusTag, useWords } from '@ronghe/kit/ui'

type Row = { state: 'draft' | 'published' | 'withdrawn'; isInForce: boolean; isOver: boolean }

/** In force, not yet or no longer, or what became of it. */
export function Force({ row: { state, isInForce, isOver } }: { row: Row }) {
  const { t } = useWords()
  if (state !== 'published')
    return (
      <StatusTag tone={state === 'draft' ? 'info' : 'neutral'} text={t(`governance.value.state.${state}`)} />
    )
  if (isInForce) return <StatusTag tone="success" text={t('governance.policy.inForce')} />
  return <StatusTag tone="neutral" text={t(`governance.policy.${isOver ? 'over' : 'coming'}`)} />
}

/** Is it meant for the reader's firm? */
export function Fits({ fits }: { fits: boolean | null }) {
  const { t } = useWords()
  const tone = fits === null ? 'unknown' : fits ? 'success' : 'neutral'
  return <StatusTag tone={tone} text={t(`governance.policy.fits.${fits}`)} />
}
