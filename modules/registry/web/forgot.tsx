import { useWords } from '@ronghe/kit/ui'
import { Alert } from 'antd'
import { useState } from 'react'
import { post } from './auth.ts'
import { Bare } from './bare.tsx'
import { PersonForm } from './person-form.tsx'

/** Asks for a link by mail; the answer is the same whether the address is known or not. */
export function Page() {
  const { t } = useWords()
  const [sent, setSent] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  async function run(values: Record<string, string>): Promise<void> {
    try {
      await post('request-password-reset', { ...values, redirectTo: '/reset-password' })
      setSent(true)
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Bare title={t('registry.page.forgot')} fault={fault}>
      {sent ? (
        <Alert type="success" title={t('registry.signIn.sent')} />
      ) : (
        <PersonForm fields={['email']} submit={t('registry.signIn.send')} onDone={run} />
      )}
    </Bare>
  )
}
