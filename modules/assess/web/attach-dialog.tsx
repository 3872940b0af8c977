import { UploadForm, useApi, useWords } from '@ronghe/kit/ui'
import { Modal } from 'antd'
import { assess } from '../contract.ts'
import type { Question } from './types.ts'

type AttachDialogProps = { runId: string; question: Question; onClose: () => void }

/** One more paper of a question; loaded when it is asked for. */
export function AttachDialog({ runId, question, onClose }: AttachDialogProps) {
  const { t } = useWords()
  const api = useApi(assess)
  return (
    <Modal open footer={null} title={t('assess.action.attach')} onCancel={onClose}>
      <UploadForm
        contract={assess}
        route="addAttachment"
        params={{ runId }}
        query={{ question: question.code }}
        accept=".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.zip"
        onDone={() => {
          onClose()
          api.forget('run')
        }}
      />
    </Modal>
  )
}
