import { faultText, Loaded, useApi, useGo, useMe, useParams, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'
import { Bare } from './bare.tsx'
import { PersonForm } from './person-form.tsx'

/**
 * What the invitation is for, and how it is accepted: a new person sets a password, a known one signs in
 * first.
 */
export function Page() {
  const { t } = useWords()
  const api = useApi(registry)
  const go = useGo()
  const me = useMe()
  const { token } = useParams('token')
  const [fault, setFault] = useState<string | null>(null)
  const invitation = useQuery(api.ask.invitation({ params: { token } }))
  async function accept(body: { name?: string; password?: string }): Promise<void> {
    try {
      await api.call.acceptInvitation({ params: { token }, body })
      go(me.person ? '/' : '/sign-in', { replace: true })
    } catch (error) {
      setFault(faultText(error))
    }
  }
  return (
    <Bare title={t('registry.page.invitation')} fault={fault}>
      <Loaded ask={invitation}>
        {(data) => (
          <>
            <p>
              {data.organisationName} · {data.roleName} · {data.email}
            </p>
            {data.knownPerson ? (
              me.person ? (
                <Button type="primary" onClick={() => void accept({})}>
                  {t('registry.action.accept')}
                </Button>
              ) : (
                <Button type="primary" onClick={() => go(`/sign-in?next=/invitation/${token}`)}>
                  {t('registry.signIn.submit')}
                </Button>
              )
            ) : (
              <PersonForm
                fields={['name', 'password']}
                submit={t('registry.action.accept')}
                onDone={accept}
              />
            )}
          </>
        )}
      </Loaded>
    </Bare>
  )
}
