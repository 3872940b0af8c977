import { FormDialog, useWords } from '@ronghe/kit/ui'
import { assess } from '../contract.ts'

type Decision = 'open' | 'confirmed' | 'dismissed'
export type Deciding = { id: string; status: Decision }

/** What may be said of a finding: what is open is confirmed or cleared, what was decided is opened again. */
export function decisionsFor(status: Decision): readonly Decision[] {
  return status === 'open' ? ['confirmed', 'dismissed'] : ['open']
}

/** Says something of a finding, always with a reason. */
export function DecideDialog({ deciding, onClose }: { deciding: Deciding | null; onClose: () => void }) {
  const { t } = useWords()
  return (
    <FormDialog
      open={deciding !== null}
      onClose={onClose}
      title={t(`assess.action.${deciding?.status ?? 'confirmed'}`)}
      contract={assess}
      route="decideFinding"
      input={{ params: { findingId: deciding?.id ?? '' } }}
      initial={{ status: deciding?.status }}
      fields={{ status: { hidden: true }, note: { control: 'longText' } }}
    />
  )
}
