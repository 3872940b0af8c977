import { Duration, FaultView, Panel, SimpleTable, Stack, Timeline, useApi, useWords } from '@ronghe/kit/ui'
import type { StateRules } from '@ronghe/oee'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { factory } from '../contract.ts'
import { useAllStates } from './all-states.ts'
import { useSpan } from './span.ts'
import { SpanTabs } from './span-tabs.tsx'
import { StateTag, toneOf } from './state-tag.tsx'
import type { Machine, Trial } from './types.ts'

/** What rules would have made of the machine's past, beside what counts now. */
export function RulesTrial({ machine, rules }: { machine: Machine; rules: StateRules | null }) {
  const { t } = useWords()
  const { tell } = useApi(factory)
  const span = useSpan('day')
  const { from, to } = span
  const trial = useMutation({ ...tell.tryStateRules({ forgets: [] }), meta: { quiet: true } })
  return (
    <Panel
      title={t('factory.route.tryStateRules')}
      extra={
        <Button
          disabled={rules === null}
          loading={trial.isPending}
          onClick={() => trial.mutate({ params: { equipmentId: machine.id }, body: { rules, from, to } })}
        >
          {t('factory.rules.try')}
        </Button>
      }
    >
      <Stack>
        <SpanTabs span={span} />
        {trial.error ? <FaultView error={trial.error} /> : null}
        {trial.data ? <Outcome machine={machine} trial={trial.data} /> : <p>{t('factory.rules.tryHint')}</p>}
      </Stack>
    </Panel>
  )
}

function Outcome({ machine, trial }: { machine: Machine; trial: Trial }) {
  const { t } = useWords()
  const { from, to, absentTags } = trial
  const now = useAllStates(machine.id, from, to)
  const spansOf = (rows: Trial['spans']) =>
    rows.map((one) => ({
      from: Date.parse(one.startsAt),
      to: Date.parse(one.endsAt),
      tone: toneOf(one.state),
      text: t(`factory.value.state.${one.state}`),
    }))
  return (
    <>
      {absentTags.length > 0 ? (
        <p>
          {t('factory.rules.absent')} <code>{absentTags.join('  ')}</code>
        </p>
      ) : null}
      <Timeline
        title={t('factory.route.tryStateRules')}
        from={Date.parse(from)}
        to={Date.parse(to)}
        lanes={[
          { name: t('factory.rules.now'), spans: spansOf(now.data?.rows ?? []) },
          { name: t('factory.rules.tried'), spans: spansOf(trial.spans) },
        ]}
      />
      <SimpleTable
        caption={t('factory.route.tryStateRules')}
        rowKey="state"
        rows={trial.states.filter((one) => one.microsNow > 0 || one.microsTried > 0)}
        columns={[
          {
            key: 'state',
            title: t('factory.column.state'),
            render: ({ state }) => <StateTag state={state} />,
          },
          {
            key: 'microsNow',
            title: t('factory.rules.now'),
            align: 'end',
            render: (row) => <Duration seconds={row.microsNow / 1e6} />,
          },
          {
            key: 'microsTried',
            title: t('factory.rules.tried'),
            align: 'end',
            render: (row) => <Duration seconds={row.microsTried / 1e6} />,
          },
        ]}
      />
    </>
  )
}
