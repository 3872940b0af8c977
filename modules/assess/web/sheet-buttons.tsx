import { ImportForm, useApi, useWords } from '@ronghe/kit/ui'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'

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
      <Modal
        open={open}
        footer={null}
        width={720}
        title={t('assess.action.sheetIn')}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <ImportForm
          contract={assess}
          route="importRunSheet"
          params={{ runId }}
          onTemplate={save}
          onWritten={() => api.forget()}
        />
      </Modal>
    </>
  )
}
