import { Button, FormDialog, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { useAgencies } from './agencies.ts'
import type { RunDetail } from './types.ts'

/** Gives the run to an agency that checks it for the officials, or takes it back. */
export function AssignButton({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('assess.route.assignRun')}</Button>
      {isOpen ? <AssignDialog detail={detail} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function AssignDialog({ detail, onClose }: { detail: RunDetail; onClose: () => void }) {
  const { t } = useWords()
  const { run } = detail
  const { field } = useAgencies([run.assessorId])
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('assess.route.assignRun')}
      contract={assess}
      route="assignRun"
      input={{ params: { runId: run.id } }}
      initial={{ assessorId: run.assessorId, revision: run.revision }}
      fields={{ assessorId: field, revision: { hidden: true } }}
      prepare={(body) => ({ assessorId: null, ...body })}
    >
      <p className="r-muted">{t('assess.assign.hint')}</p>
    </FormDialog>
  )
}
