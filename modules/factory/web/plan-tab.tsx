import {
  Allowed,
  ConfirmButton,
  FormDialog,
  formatNumber,
  Link,
  ListView,
  Panel,
  Stack,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { CountPanel } from './count-panel.tsx'
import { useFinders } from './finders.ts'
import { StopRulesPanel } from './stop-rules-panel.tsx'
import type { Machine } from './types.ts'

const forgets = ['productRuns', 'oee', 'oeeDays'] as const

/** What the machine was to make and how fast: the ideal cycle, without which OEE has no effectiveness. */
export function PlanTab({ machine }: { machine: Machine }) {
  return (
    <Stack>
      <RunPanel machine={machine} />
      <CountPanel machine={machine} />
      <StopRulesPanel owner={{ equipment: machine.id }} />
    </Stack>
  )
}

function RunPanel({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const [isAdding, setAdding] = useState(false)
  const { findProducts } = useFinders()
  return (
    <Panel
      title={t('factory.route.productRuns')}
      extra={
        <Allowed may="factory.operate">
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('factory.route.addProductRun')}
          </Button>
        </Allowed>
      }
    >
      <Stack>
        <p>
          {t('factory.run.why')}{' '}
          <Link to={`/factory/units/${machine.unitId}`}>
            {t('factory.run.shifts', { unit: machine.unitName })}
          </Link>
        </p>
        <Runs machine={machine} />
      </Stack>
      <FormDialog
        contract={factory}
        open={isAdding}
        onClose={() => setAdding(false)}
        title={t('factory.route.addProductRun')}
        route="addProductRun"
        input={{ params: { equipmentId: machine.id } }}
        fields={{ productId: { find: findProducts } }}
        forgets={forgets}
      />
    </Panel>
  )
}

function Runs({ machine }: { machine: Machine }) {
  const { t, locale } = useWords()
  const remove = useMutation(useApi(factory).tell.removeProductRun({ forgets }))
  return (
    <ListView
      contract={factory}
      route="productRuns"
      params={{ equipmentId: machine.id }}
      rowKey="id"
      label={t('factory.route.productRuns')}
      empty={{ text: t('factory.run.none') }}
      columns={[
        { key: 'product', main: true },
        {
          key: 'idealCycleMs',
          align: 'end',
          render: (row) => `${formatNumber(row.idealCycleMs / 1000, locale, 3)} s`,
        },
        { key: 'startsAt', render: (row) => <Time at={row.startsAt} /> },
        {
          key: 'endsAt',
          render: (row) => (row.endsAt ? <Time at={row.endsAt} /> : t('factory.run.goesOn')),
        },
        {
          key: 'remove',
          title: 'factory.column.actions',
          render: (row) => (
            <ConfirmButton
              may="factory.operate"
              type="link"
              size="small"
              danger
              title={t('factory.run.removeAsk', { product: row.product })}
              onConfirm={async () => void (await remove.mutateAsync({ params: { runId: row.id } }))}
            >
              {t('factory.route.removeProductRun')}
            </ConfirmButton>
          ),
        },
      ]}
    />
  )
}
