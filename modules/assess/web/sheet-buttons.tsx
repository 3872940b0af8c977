import { Button, lazyPart, useApi, useWords } from '@ronghe/kit/ui'
import { Suspense, useState } from 'react'
import { assess } from '../contract.ts'

const SheetDialog = lazyPart(() => import('./sheet-dialog.tsx').then((file) => file.SheetDialog))

/** The questionnaire out as XLSX, and back after a dry run. */
export function SheetButtons({ runId, mayFill }: { runId: string; mayFill: boolean }) {
  const { t } = useWords()
  const api = useApi(assess)
  const [open, setOpen] = useState(false)
  const save = () => void api.download.runSheet({ params: { runId } })
  return (
    <>
      <Button onClick={save}>{t('assess.action.sheetOut')}</Button>{' '}
      {mayFill ? <Button onClick={() => setOpen(true)}>{t('assess.action.sheetIn')}</Button> : null}
      {open ? (
        <Suspense>
          <SheetDialog runId={runId} onTemplate={save} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
