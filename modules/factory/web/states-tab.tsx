import { Duration, ListView, Panel, Stack, Time, Timeline, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { useAllStates } from './all-states.ts'
import { Corrections, CorrectStretch, type Stretch } from './corrections.tsx'
import { useSpan } from './span.ts'
import { SpanTabs } from './span-tabs.tsx'
import { StateTag, toneOf, useReason } from './state-tag.tsx'
import type { Machine } from './types.ts'

/** What the machine did, as its signals tell by the rules. */
export function StatesTab({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const reasonOf = useReason(machine.organisationId)
  const span = useSpan('day')
  const [stretch, setStretch] = useState<Stretch | null>(null)
  const states = useAllStates(machine.id, span.from, span.to)
  const spans = (states.data?.rows ?? []).map((one) => ({
    from: Date.parse(one.startsAt),
    to: Date.parse(one.endsAt),
    tone: toneOf(one.state),
    text: t(`factory.value.state.${one.state}`),
  }))
  return (
    <Stack>
      <SpanTabs span={span} />
      <Panel title={t('factory.tab.states')}>
        <Timeline
          title={t('factory.tab.states')}
          from={Date.parse(span.from)}
          to={Date.parse(span.to)}
          lanes={[{ name: machine.code, spans }]}
          loading={states.isPending}
          error={states.error}
        />
      </Panel>
      <ListView
        contract={factory}
        route="states"
        params={{ equipmentId: machine.id }}
        fixed={{ from: span.from, to: span.to }}
        rowKey="startsAt"
        searchless
        label={t('factory.tab.states')}
        rowActions={(row) => [
          {
            key: 'correct',
            text: t('factory.action.correct'),
            may: 'factory.operate',
            onClick: () => setStretch(row),
          },
        ]}
        columns={[
          { key: 'startsAt', main: true, render: (row) => <Time at={row.startsAt} /> },
          {
            key: 'endsAt',
            render: (row) => (
              <>
                <Time at={row.endsAt} />
                {' · '}
                <Duration seconds={(Date.parse(row.endsAt) - Date.parse(row.startsAt)) / 1000} />
              </>
            ),
          },
          { key: 'state', render: (row) => <StateTag state={row.state} /> },
          { key: 'reason', render: (row) => reasonOf(row.reason) },
        ]}
      />
      <Corrections machine={machine} from={span.from} to={span.to} />
      <CorrectStretch machine={machine} stretch={stretch} onClose={() => setStretch(null)} />
    </Stack>
  )
}
