import {
  ConfirmButton,
  Facts,
  Page as Frame,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  say,
  Time,
  useApi,
  useMe,
  useSessionChanged,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'
import { post } from './auth.ts'
import { PersonForm } from './person-form.tsx'

/** Profile, password, second factor, sessions and my data. */
export function Page() {
  const { t } = useWords()
  const me = useMe()
  const api = useApi(registry)
  const sessions = useQuery(api.ask.sessions({}))
  const revoke = useMutation(api.tell.revokeSession({ forgets: ['sessions'] }))
  return (
    <Frame
      title={t('registry.page.account')}
      actions={<Button onClick={() => void api.download.myData({})}>{t('registry.action.download')}</Button>}
    >
      <Stack>
        <Panel title={t('registry.account.profile')}>
          <Facts
            items={[
              { label: t('registry.signIn.name'), value: me.person?.name ?? '–' },
              { label: t('registry.signIn.email'), value: me.person?.email ?? '–' },
              ...me.memberships.map((one) => ({ label: one.organisationName, value: one.roleName })),
            ]}
          />
        </Panel>
        <Password />
        <SecondFactor />
        <Panel title={t('registry.account.sessions')}>
          <Loaded ask={sessions}>
            {({ rows }) => (
              <SimpleTable
                caption={t('registry.account.sessions')}
                rowKey="id"
                columns={[
                  { key: 'ipAddress', title: t('registry.column.ipAddress') },
                  { key: 'userAgent', title: t('registry.column.userAgent') },
                  {
                    key: 'seenAt',
                    title: t('registry.column.seenAt'),
                    render: (row) => <Time at={row.seenAt} as="ago" />,
                  },
                  {
                    key: 'id',
                    title: t('registry.column.action'),
                    render: (row) =>
                      row.current ? (
                        t('registry.account.current')
                      ) : (
                        <ConfirmButton
                          title={t('registry.ask.end')}
                          onConfirm={async () =>
                            void (await revoke.mutateAsync({ params: { sessionId: row.id } }))
                          }
                        >
                          {t('registry.action.endSession')}
                        </ConfirmButton>
                      ),
                  },
                ]}
                rows={rows}
              />
            )}
          </Loaded>
        </Panel>
      </Stack>
    </Frame>
  )
}

/** Runs a sign-in request and keeps its fault for showing. */
function useRun(): { fault: string | null; run(work: () => Promise<void>): Promise<void> } {
  const [fault, setFault] = useState<string | null>(null)
  async function run(work: () => Promise<void>): Promise<void> {
    setFault(null)
    await work().catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)))
  }
  return { fault, run }
}

function Password() {
  const { t } = useWords()
  const { fault, run } = useRun()
  return (
    <Panel title={t('registry.account.password')}>
      {fault ? <Alert type="error" title={fault} /> : null}
      <PersonForm
        fields={['currentPassword', 'newPassword']}
        submit={t('registry.action.save')}
        onDone={(values) =>
          run(async () => {
            await post('change-password', { ...values, revokeOtherSessions: true })
            say.done('registry.account.changed')
          })
        }
      />
    </Panel>
  )
}

type Enrolment = { totpURI: string; backupCodes: string[] }

function SecondFactor() {
  const { t } = useWords()
  const me = useMe()
  const changed = useSessionChanged()
  const { fault, run } = useRun()
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const isOn = me.person?.twoFactorEnabled === true
  return (
    <Panel
      title={t('registry.account.twoFactor')}
      extra={t(isOn ? 'registry.account.twoFactorOn' : 'registry.account.twoFactorOff')}
    >
      {fault ? <Alert type="error" title={fault} /> : null}
      {isOn ? null : enrolment ? (
        <>
          <p>{t('registry.account.scan')}</p>
          <p>
            <code style={{ wordBreak: 'break-all' }}>{enrolment.totpURI}</code>
          </p>
          <p>
            {t('registry.account.backup')}: <code>{enrolment.backupCodes.join(' ')}</code>
          </p>
          <PersonForm
            fields={['code']}
            submit={t('registry.action.save')}
            onDone={(values) =>
              run(async () => {
                await post('two-factor/verify-totp', values)
                setEnrolment(null)
                await changed()
              })
            }
          />
        </>
      ) : (
        <PersonForm
          fields={['currentPassword']}
          submit={t('registry.account.enable')}
          onDone={({ currentPassword }) =>
            run(async () =>
              setEnrolment(await post<Enrolment>('two-factor/enable', { password: currentPassword })),
            )
          }
        />
      )}
    </Panel>
  )
}
