import {
  Facts,
  Page as Frame,
  HistoryDrawer,
  Link,
  Loaded,
  Panel,
  Stack,
  StatusTag,
  TabBar,
  useApi,
  useParams,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import './governance.css'
import { PlanActions } from './plan-actions.tsx'
import { PlanDifference } from './plan-difference.tsx'
import { PlanTree } from './plan-tree.tsx'
import { planTones } from './plans.tsx'

export type Plan = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['plan']>>

/** One version of the plan: its tree, what it changes, who decided, and what the reader may do. */
export function Page() {
  const { planId } = useParams('planId')
  const plan = useQuery(useApi(governance).ask.plan({ params: { planId } }))
  return <Loaded ask={plan}>{(data) => <Version answer={data} />}</Loaded>
}

function Version({ answer }: { answer: Plan }) {
  const { t, name } = useWords()
  const { plan, faults, events } = answer
  const [tab, setTab] = useSearchState('tab', 'tree')
  const [showsHistory, setHistory] = useState(false)
  return (
    <Frame
      title={`${name({ nameZh: plan.titleZh, nameEn: plan.titleEn })} · ${plan.number}`}
      breadcrumbs={[{ title: t('governance.page.plans'), to: '/governance/plans' }]}
      tags={<StatusTag tone={planTones[plan.state]} text={t(`governance.value.state.${plan.state}`)} />}
      actions={
        <>
          <Button onClick={() => setHistory(true)}>{t('governance.plan.history')}</Button>
          <PlanActions answer={answer} />
        </>
      }
    >
      <Stack>
        <Panel title={t('governance.plan.about')}>
          <Facts
            items={[
              { label: t('governance.column.inForceFrom'), value: plan.inForceFrom },
              { label: t('governance.column.inForceUntil'), value: plan.inForceUntil },
              { label: t('governance.plan.basedOn'), value: <VersionLink id={plan.basedOn} /> },
              { label: t('governance.plan.replacedBy'), value: <VersionLink id={plan.replacedBy} /> },
              { label: t('governance.plan.items'), value: answer.items },
              { label: t('governance.plan.hash'), value: plan.contentHash?.slice(0, 16) ?? null },
              { label: t('governance.plan.note'), value: plan.note, wide: true },
            ]}
          />
          {faults.length > 0 ? (
            <ul className="governance-faults" aria-label={t('governance.plan.faults')}>
              {faults.map((one) => (
                <li key={`${one.key}${one.field}${one.message}`}>
                  {one.key} · {t(`governance.column.${one.field}`)}: {one.message}
                </li>
              ))}
            </ul>
          ) : null}
        </Panel>
        <TabBar
          label={t('governance.plan.about')}
          tabs={['tree', 'difference'].map((key) => ({ key, title: t(`governance.plan.tab.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        {tab === 'difference' ? <PlanDifference plan={plan} /> : <PlanTree answer={answer} />}
      </Stack>
      <HistoryDrawer
        open={showsHistory}
        onClose={() => setHistory(false)}
        title={t('governance.plan.history')}
        entries={events.map((one, index) => ({
          id: String(index),
          at: one.at,
          who: one.personName,
          what: t(`governance.planEvent.${one.action}`),
          ...(one.comment ? { reason: one.comment } : {}),
        }))}
      />
    </Frame>
  )
}

function VersionLink({ id }: { id: string | null }) {
  const { t } = useWords()
  return id === null ? '–' : <Link to={`/governance/plans/${id}`}>{t('governance.plan.version')}</Link>
}
