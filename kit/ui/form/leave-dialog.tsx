import { Modal } from 'antd'
import { useLeaveGuard } from '../navigation.tsx'
import { useWords } from '../words.tsx'

/** Asks before unsaved input is lost. */
export function LeaveDialog({ unsaved }: { unsaved: () => boolean }) {
  const { t } = useWords()
  const guard = useLeaveGuard(unsaved)
  return (
    <Modal
      open={guard.blocked}
      title={t('ui.leave.title')}
      okText={t('ui.leave.stay')}
      cancelText={t('ui.leave.leave')}
      cancelButtonProps={{ danger: true }}
      onOk={guard.stay}
      onCancel={guard.stay}
      footer={(_, { OkBtn }) => (
        <>
          <button type="button" className="r-plain-danger" onClick={guard.leave}>
            {t('ui.leave.leave')}
          </button>
          <OkBtn />
        </>
      )}
    >
      {t('ui.leave.text')}
    </Modal>
  )
}
