import { Allowed, ConfirmButton, ListPage, Time, UploadForm, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'

/** A firm submits its licence; the official of its city approves it, or returns it with a reason. */
export function Page() {
  const { t } = useWords()
  const [isSubmitting, setSubmitting] = useState(false)
  return (
    <>
      <ListPage
        contract={registry}
        route="verifications"
        title={t('registry.page.verifications')}
        rowKey="id"
        filters={['status']}
        actions={
          <Allowed may="registry.verification.submit">
            <Button type="primary" onClick={() => setSubmitting(true)}>
              {t('registry.action.submit')}
            </Button>
          </Allowed>
        }
        columns={[
          { key: 'organisationName', main: true },
          { key: 'creditCode' },
          { key: 'regionName' },
          { key: 'status' },
          { key: 'submittedAt', render: (row) => <Time at={row.submittedAt} /> },
          { key: 'decidedByName' },
          { key: 'reason' },
          {
            key: 'fileName',
            title: t('registry.column.action'),
            render: (row) => <Actions verificationId={row.id} isOpen={row.status === 'submitted'} />,
          },
        ]}
      />
      <Submit open={isSubmitting} onClose={() => setSubmitting(false)} />
    </>
  )
}

/** To read the licence; to decide for the official, to withdraw for the firm, while nothing is decided. */
function Actions({ verificationId, isOpen }: { verificationId: string; isOpen: boolean }) {
  const { t } = useWords()
  const may = useMay()
  const { download } = useApi(registry)
  return (
    <>
      <Button size="small" onClick={() => void download.verificationFile({ params: { verificationId } })}>
        {t('registry.action.open')}
      </Button>{' '}
      {isOpen && may('registry.verification.decide') ? <Decide verificationId={verificationId} /> : null}
      {isOpen && may('registry.verification.submit') ? <Withdraw verificationId={verificationId} /> : null}
    </>
  )
}

function Decide({ verificationId }: { verificationId: string }) {
  const { t } = useWords()
  const decide = useMutation(useApi(registry).tell.decideVerification({ forgets: ['verifications'] }))
  const params = { verificationId }
  return (
    <>
      <ConfirmButton
        title={t('registry.ask.approve')}
        onConfirm={async () => void (await decide.mutateAsync({ params, body: { decision: 'approved' } }))}
      >
        {t('registry.action.approve')}
      </ConfirmButton>{' '}
      <ConfirmButton
        danger
        reason
        title={t('registry.ask.return')}
        onConfirm={async (reason) =>
          void (await decide.mutateAsync({ params, body: { decision: 'returned', reason } }))
        }
      >
        {t('registry.action.return')}
      </ConfirmButton>
    </>
  )
}

function Withdraw({ verificationId }: { verificationId: string }) {
  const { t } = useWords()
  const withdraw = useMutation(useApi(registry).tell.withdrawVerification({ forgets: ['verifications'] }))
  return (
    <ConfirmButton
      title={t('registry.ask.revoke')}
      onConfirm={async () => void (await withdraw.mutateAsync({ params: { verificationId } }))}
    >
      {t('registry.action.revoke')}
    </ConfirmButton>
  )
}

function Submit({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(registry)
  return (
    <Modal open={open} footer={null} title={t('registry.action.submit')} onCancel={onClose} destroyOnHidden>
      <UploadForm
        contract={registry}
        route="submitVerification"
        accept=".pdf,.png,.jpg,.jpeg"
        onDone={() => {
          onClose()
          api.forget('verifications')
        }}
      />
    </Modal>
  )
}
