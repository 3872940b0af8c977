import { Page as Frame, useApi, useGo, useSearch, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { trace } from '../contract.ts'
import type { RuleSays } from '../rules/contract.ts'
import { RuleEditor } from './rule-editor.tsx'
import { emptySays } from './rule-fields.tsx'
import { firstInspection } from './rule-inspections.tsx'
import { RuleTrial } from './rule-trial.tsx'

/** A rule that is about to be. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const { on } = useSearch()
  const api = useApi(trace)
  const [name, setName] = useState('')
  const [says, setSays] = useState<RuleSays>(() =>
    on === 'inspection' ? { ...emptySays, starts: firstInspection } : emptySays,
  )
  async function save(): Promise<void> {
    const { id } = await api.call.addRule({ body: { name, says } })
    api.forget()
    go(`/trace/rules/${id}`)
  }
  return (
    <Frame
      title={t('trace.page.ruleNew')}
      breadcrumbs={[{ title: t('trace.page.rules'), to: '/trace/rules' }]}
    >
      <RuleEditor {...{ name, setName, says, setSays, save }} />
      <RuleTrial says={says} />
    </Frame>
  )
}
