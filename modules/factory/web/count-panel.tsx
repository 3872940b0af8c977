import {
  Allowed,
  ConfirmButton,
  Facts,
  FormDialog,
  ListView,
  Loaded,
  Panel,
  Stack,
  StatusTag,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Machine } from './types.ts'

/** How a machine's parts are counted, and what people counted themselves. */
export function CountPanel({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const [open, setOpen] = useState<'rule' | 'count' | null>(null)
  const params = { equipmentId: machine.id }
  const rule = useQuery(useApi(factory).ask.countRule({ params }))
  const choices = useChoices()
  return (
    <Panel
      title={t('factory.count.title')}
      extra={
        <>
          <Allowed may="factory.write">
            <Button onClick={() => setOpen('rule')}>{t('factory.route.changeCountRule')}</Button>
          </Allowed>{' '}
          <Allowed may="factory.operate">
            <Button type="primary" onClick={() => setOpen('count')}>
              {t('factory.route.addDeclaredCount')}
            </Button>
          </Allowed>
        </>
      }
    >
      <Stack>
        <Loaded ask={rule}>
          {(data) => (
            <>
              <Facts
                items={[
                  { label: t('factory.field.source'), value: t(`factory.count.source.${data.source}`) },
                  { label: t('factory.field.rejects'), value: t(`factory.count.rejects.${data.rejects}`) },
                  { label: t('factory.field.partsPerEnd'), value: data.partsPerEnd },
                  { label: t('factory.field.cycleSecondsMin'), value: `${data.cycleSecondsMin} s` },
                ]}
              />
              <FormDialog
                contract={factory}
                open={open === 'rule'}
                onClose={() => setOpen(null)}
                title={t('factory.route.changeCountRule')}
                route="changeCountRule"
                input={{ params }}
                initial={data}
                fields={choices}
              />
            </>
          )}
        </Loaded>
        <Counts machine={machine} />
      </Stack>
      <FormDialog
        contract={factory}
        open={open === 'count'}
        onClose={() => setOpen(null)}
        title={t('factory.route.addDeclaredCount')}
        route="addDeclaredCount"
        input={{ params }}
        initial={{ good: 0, rejected: 0 }}
        order={['startsAt', 'endsAt', 'good', 'rejected', 'rejectedStartup', 'product', 'note']}
      />
    </Panel>
  )
}

function Counts({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const withdraw = useMutation(useApi(factory).tell.withdrawDeclaredCount())
  return (
    <ListView
      contract={factory}
      route="declaredCounts"
      name="counts"
      params={{ equipmentId: machine.id }}
      rowKey="id"
      label={t('factory.route.declaredCounts')}
      empty={{ text: t('factory.count.none') }}
      columns={[
        { key: 'endsAt', main: true, render: (row) => <Time at={row.endsAt} /> },
        { key: 'startsAt', render: (row) => <Time at={row.startsAt} /> },
        { key: 'good', align: 'end' },
        { key: 'rejected', align: 'end' },
        { key: 'product' },
        { key: 'note' },
        { key: 'personName' },
        {
          key: 'withdrawnAt',
          render: (row) =>
            row.withdrawnAt ? (
              <StatusTag tone="neutral" text={t('factory.correction.withdrawn')} />
            ) : (
              <ConfirmButton
                may="factory.operate"
                type="link"
                size="small"
                title={t('factory.count.withdrawAsk')}
                onConfirm={async () => void (await withdraw.mutateAsync({ params: { countId: row.id } }))}
              >
                {t('factory.route.withdrawDeclaredCount')}
              </ConfirmButton>
            ),
        },
      ]}
    />
  )
}

function useChoices() {
  const { t } = useWords()
  return {
    source: {
      options: (['counter', 'programEnd', 'declared'] as const).map((value) => ({
        value,
        text: t(`factory.count.source.${value}`),
      })),
    },
    rejects: {
      options: (['unknown', 'noneUnlessSaid'] as const).map((value) => ({
        value,
        text: t(`factory.count.rejects.${value}`),
      })),
    },
  }
}
