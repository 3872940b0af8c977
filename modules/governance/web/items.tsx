import {
  Allowed,
  Figure,
  Link,
  ListPage,
  Panel,
  SampleTag,
  StatusTag,
  Time,
  useApi,
  useGo,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import './governance.css'
import { LightTag } from './light.tsx'
import { SupervisionRules } from './supervision-rules.tsx'

/** Items of supervision, the late ones first. */
export function Page() {
  const { t, name } = useWords()
  const go = useGo()
  const departments = useQuery(useApi(governance).ask.departments({ query: { pageSize: 200 } }))
  const options = (departments.data?.rows ?? []).map((one) => ({ value: one.code, text: name(one) }))
  const [isRules, setRules] = useState(false)
  return (
    <>
      <ListPage
        contract={governance}
        route="items"
        title={t('governance.page.items')}
        rowKey="id"
        before={<BodyRecord />}
        filters={['isMine', 'light', 'step', 'state', { key: 'department', options }, 'counted']}
        actions={
          <>
            <Allowed may="governance.write">
              <Button onClick={() => setRules(true)}>{t('governance.item.rules')}</Button>
            </Allowed>
            <Allowed may="governance.supervise">
              <Button type="primary" onClick={() => go('/governance/items/new')}>
                {t('governance.page.draftItem')}
              </Button>
            </Allowed>
          </>
        }
        columns={[
          { key: 'light', render: ({ light }) => <LightTag light={light} /> },
          {
            key: 'title',
            main: true,
            render: (row) => (
              <div className="governance-long">
                <Link to={`/governance/items/${row.id}`}>
                  {name({ nameZh: row.title, nameEn: row.titleEn })}
                </Link>{' '}
                {row.isUrgent ? <StatusTag tone="error" text={t('governance.item.urgent')} /> : null}{' '}
                {row.isSample ? <SampleTag /> : null}
              </div>
            ),
          },
          { key: 'number' },
          {
            key: 'lead',
            render: (row) => (
              <div className="governance-lead">{name({ nameZh: row.leadZh, nameEn: row.leadEn })}</div>
            ),
          },
          { key: 'departments', align: 'end' },
          { key: 'dueOn' },
          { key: 'step', render: ({ step, state }) => t(stepWord(step, state)) },
          { key: 'updatedAt', render: (row) => <Time at={row.updatedAt} as="ago" /> },
        ]}
      />
      {isRules ? <SupervisionRules onClose={() => setRules(false)} /> : null}
    </>
  )
}

/** Of the one body whose items are shown: what its punctuality comes of. */
function BodyRecord() {
  const { t, name } = useWords()
  const { department, from, to } = useSearch() as Partial<Record<'department' | 'from' | 'to', string>>
  const span = Object.fromEntries(Object.entries({ from, to }).filter((one) => one[1]))
  const query = { ...span, department: department ?? '', pageSize: 1 }
  const asked = useQuery({ ...useApi(governance).ask.comparison({ query }), enabled: Boolean(department) })
  const row = department ? asked.data?.rows[0] : undefined
  if (!row) return null
  const { proof: _here, ...punctuality } = row.punctuality
  return (
    <Panel title={name(row)}>
      <Figure label={t('governance.column.punctuality')} figure={punctuality} digits={1} />
    </Panel>
  )
}

/** The step at which it waits, or how it ended. */
function stepWord(step: string | null, state: string): string {
  return step === null ? `governance.value.state.${state}` : `governance.value.step.${step}`
}
