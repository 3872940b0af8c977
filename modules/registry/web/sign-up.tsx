import { useGo, useSessionChanged, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { post } from './auth.ts'
import { Bare } from './bare.tsx'
import { PersonForm } from './person-form.tsx'

/** A new person; the next step is to register the organisation. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const changed = useSessionChanged()
  const [fault, setFault] = useState<string | null>(null)
  async function run(values: object): Promise<void> {
    try {
      await post('sign-up/email', values)
      await changed()
      go('/registry/organisations/new', { replace: true })
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Bare title={t('registry.page.signUp')} fault={fault}>
      <PersonForm fields={['name', 'email', 'password']} submit={t('registry.page.signUp')} onDone={run} />
    </Bare>
  )
}
