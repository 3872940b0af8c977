import { ContractForm, Page as Frame, Panel, useApi, useGo, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useState } from 'react'
import { trace } from '../contract.ts'
import type { Finding } from '../recall/contract.ts'
import { FindingField, findingFields } from './finding-field.tsx'
import './trace.css'

/** An authority has a firm of its region recall, or practise it. */
export function Page() {
  const { t, name } = useWords()
  const go = useGo()
  const api = useApi(registry)
  const [finding, setFinding] = useState<Finding>({ kind: 'things' })
  async function findFirm(q: string) {
    const { rows } = await api.call.organisations({ query: { q, kind: 'enterprise', pageSize: 20 } })
    return rows.map((one) => ({
      value: one.id,
      text: name({ nameZh: one.name, nameEn: one.nameEn ?? one.name }),
    }))
  }
  return (
    <Frame
      title={t('trace.page.recallDemand')}
      breadcrumbs={[{ title: t('trace.page.recalls'), to: '/trace/recalls' }]}
    >
      <Panel title={t('trace.field.finding')}>
        <FindingField finding={finding} onChange={setFinding} />
      </Panel>
      <Panel title={t('trace.recall.words')}>
        <ContractForm
          contract={trace}
          route="demandRecall"
          columns={1}
          initial={{ hazard: '2', isDrill: false, finding: { kind: 'things' } }}
          order={[
            'organisationId',
            'title',
            'reason',
            'hazard',
            'instructions',
            'publicText',
            'dueAt',
            'isDrill',
          ]}
          fields={{
            organisationId: { label: 'trace.column.organisationName', find: findFirm },
            ...findingFields,
            reason: { control: 'longText' },
            instructions: { control: 'longText' },
            publicText: { control: 'longText' },
          }}
          prepare={(body) => ({ ...body, finding })}
          onDone={({ id }) => go(`/trace/recalls/${id}`)}
          onCancel={() => go('/trace/recalls')}
        />
      </Panel>
    </Frame>
  )
}
