import { Duration, ListView, Panel, Stack, Time, useApi, useLive, useWords } from '@ronghe/kit/ui'
import { factory } from '../contract.ts'
import { useAnswers } from './alarm-answers.tsx'
import { Outcome } from './alarm-journal.tsx'
import { AlarmName, AlarmStateTag, AlarmValue, PriorityTag } from './alarm-tags.tsx'
import type { Machine } from './types.ts'

/** The alarms of one machine: every point with its state, and its journal. */
export function AlarmsTab({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const api = useApi(factory)
  const { actionsOf, dialog } = useAnswers()
  useLive('factory.alarms', () => api.forget('alarmWatches', 'alarms'))
  return (
    <Stack>
      {dialog}
      <Panel title={t('factory.page.alarmPoints')}>
        <ListView
          contract={factory}
          route="alarmWatches"
          name="points"
          fixed={{ equipment: machine.id }}
          rowKey="id"
          label={t('factory.page.alarmPoints')}
          rowActions={(row) => actionsOf({ watchId: row.id, state: row.state })}
          empty={{ text: t('factory.alarm.noPoints') }}
          columns={[
            { key: 'name', main: true, render: (row) => `${row.alarmCode} ${row.name}` },
            { key: 'priority', render: (row) => <PriorityTag priority={row.priority} /> },
            { key: 'condition', wideOnly: true, render: (row) => <code>{row.condition}</code> },
            { key: 'state', render: (row) => <AlarmStateTag state={row.state} /> },
            { key: 'weekCount', align: 'end' },
          ]}
        />
      </Panel>
      <Panel title={t('factory.page.alarmJournal')}>
        <ListView
          contract={factory}
          route="alarms"
          name="journal"
          fixed={{ equipment: machine.id }}
          rowKey="id"
          label={t('factory.page.alarmJournal')}
          filters={['fromDay', 'toDay', 'priority']}
          empty={{ text: t('factory.alarm.noneEver') }}
          columns={[
            { key: 'raisedAt', sort: true, render: (row) => <Time at={row.raisedAt} /> },
            { key: 'priority', render: (row) => <PriorityTag priority={row.priority} /> },
            { key: 'name', main: true, render: (row) => <AlarmName alarm={row} /> },
            { key: 'state', title: 'factory.alarm.outcome', render: (row) => <Outcome row={row} /> },
            {
              key: 'activeSeconds',
              title: 'factory.alarm.duration',
              align: 'end',
              render: (row) => <Duration seconds={row.activeSeconds} />,
            },
            { key: 'value', align: 'end', render: (row) => <AlarmValue value={row.value} unit={row.unit} /> },
          ]}
        />
      </Panel>
    </Stack>
  )
}
