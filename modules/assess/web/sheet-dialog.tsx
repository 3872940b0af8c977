import { ImportForm, useApi, useWords } from '@ronghe/kit/ui'
import { Modal } from 'antd'
import { assess } from '../contract.ts'

type SheetDialogProps = { runId: string; onTemplate: () => void; onClose: () => void }

/** A filled sheet comes back, after a dry run; loaded when it is asked for. */
export function SheetDialog({ runId, onTemplate, onClose }: SheetDialogProps) {
  const { t } = useWords()
  const api = useApi(assess)
  return (
    <Modal open footer={null} width={720} title={t('assess.action.sheetIn')} onCancel={onClose}>
      <ImportForm
        contract={assess}
        route="importRunSheet"
        params={{ runId }}
        onTemplate={onTemplate}
        onWritten={() => api.forget()}
      />
    </Modal>
  )
}
