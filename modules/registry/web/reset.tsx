import { say, useGo, useSearch, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { post } from './auth.ts'
import { Bare } from './bare.tsx'
import { PersonForm } from './person-form.tsx'

/** Sets a new password by the link of the mail. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const { token } = useSearch() as { token?: string }
  const [fault, setFault] = useState<string | null>(null)
  async function run(values: Record<string, string>): Promise<void> {
    try {
      await post('reset-password', { ...values, token })
      say.done('registry.signIn.done')
      go('/sign-in', { replace: true })
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Bare title={t('registry.page.reset')} fault={fault}>
      <PersonForm fields={['newPassword']} submit={t('registry.signIn.save')} onDone={run} />
    </Bare>
  )
}
