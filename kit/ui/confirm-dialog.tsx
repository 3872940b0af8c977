import { Alert, Input, Modal } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { ConfirmProps } from './confirm-button.tsx'
import { faultText } from './say.ts'
import { useWords } from './words.tsx'

type Props = ConfirmProps & { action: ReactNode; open: boolean; onClose: () => void }

/** The question behind a `ConfirmButton`. */
export function ConfirmDialog({ title, text, onConfirm, reason, danger, action, open, onClose }: Props) {
  const { t } = useWords()
  const id = useId()
  const [why, setWhy] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  async function confirm(): Promise<void> {
    setBusy(true)
    setFault(null)
    try {
      await onConfirm(why.trim())
      onClose()
    } catch (error) {
      setFault(faultText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open={open}
      title={title}
      okText={action}
      cancelText={t('ui.cancel')}
      okButtonProps={{ danger: danger ?? false, disabled: reason === true && !why.trim() }}
      confirmLoading={busy}
      onOk={() => void confirm()}
      onCancel={onClose}
      afterClose={() => setWhy('')}
      destroyOnHidden
    >
      <div className="r-stack">
        {fault && <Alert type="error" showIcon title={fault} role="alert" />}
        {text}
        {reason && (
          <div>
            <label htmlFor={id}>{t('ui.reason')}</label>
            <Input.TextArea
              id={id}
              value={why}
              maxLength={500}
              showCount
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={(event) => setWhy(event.target.value)}
            />
          </div>
        )}
      </div>
    </Modal>
  )
}
