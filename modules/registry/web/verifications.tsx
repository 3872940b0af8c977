import { Allowed, ConfirmButton, ListPage, Time, UploadForm, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'

/** A firm submits its licence; the official of its city approves it, or returns it with a reason. */
export function Page() {
  const { t } = useWords()
  const api = useApi(registry)
  const may = useMay()
  const [submitting, setSubmitting] = useState(false)
  const decide = useMutation(api.tell.decideVerification({ forgets: ['verifications'] }))
  const withdraw = useMutation(api.tell.withdrawVerification({ forgets: ['verifications'] }))
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
            render: (row) => (
              <>
                <Button
                  size="small"
                  onClick={() => void api.download.verificationFile({ params: { verificationId: row.id } })}
                >
                  {t('registry.action.open')}
                </Button>{' '}
                {row.status === 'submitted' && may('registry.verification.decide') ? (
                  <>
                    <ConfirmButton
                      title={t('registry.ask.approve')}
                      onConfirm={async () =>
                        void (await decide.mutateAsync({
                          params: { verificationId: row.id },
                          body: { decision: 'approved' },
                        }))
                      }
                    >
                      {t('registry.action.approve')}
                    </ConfirmButton>{' '}
                    <ConfirmButton
                      danger
                      reason
                      title={t('registry.ask.return')}
                      onConfirm={async (reason) =>
                        void (await decide.mutateAsync({
                          params: { verificationId: row.id },
                          body: { decision: 'returned', reason: reason ?? '' },
                        }))
                      }
                    >
                      {t('registry.action.return')}
                    </ConfirmButton>
                  </>
                ) : null}
                {row.status === 'submitted' && may('registry.verification.submit') ? (
                  <ConfirmButton
                    title={t('registry.ask.revoke')}
                    onConfirm={async () =>
                      void (await withdraw.mutateAsync({ params: { verificationId: row.id } }))
                    }
                  >
                    {t('registry.action.revoke')}
                  </ConfirmButton>
                ) : null}
              </>
            ),
          },
        ]}
      />
      <Modal
        open={submitting}
        footer={null}
        title={t('registry.action.submit')}
        onCancel={() => setSubmitting(false)}
        destroyOnHidden
      >
        <UploadForm
          contract={registry}
          route="submitVerification"
          accept=".pdf,.png,.jpg,.jpeg"
          onDone={() => {
            setSubmitting(false)
            api.forget('verifications')
          }}
        />
      </Modal>
    </>
  )
}
