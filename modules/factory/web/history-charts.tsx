import {
  ConfirmButton,
  FormDialog,
  Nothing,
  SampleTag,
  SimpleTable,
  say,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { HistoryState } from './history-state.ts'
import type { Chart } from './types.ts'

const chartsShown = 200

/** Kept charts: open, keep the present one, change or remove one's own. */
export function HistoryCharts({ state }: { state: HistoryState }) {
  const { t } = useWords()
  const api = useApi(factory)
  const [isOpen, setOpen] = useState(false)
  const [isNew, setNew] = useState(false)
  const charts = useQuery(api.ask.charts({ query: { pageSize: chartsShown } }))
  const rows = charts.data?.rows ?? []
  const current = rows.find(({ id }) => id === state.chartId)
  const change = useMutation({
    ...api.tell.changeChart({ forgets: ['charts'] }),
    onSuccess: () => {
      api.forget('charts')
      say.done('factory.history.kept')
    },
  })
  const { definition } = state
  const canKeep = definition.tags.length > 0
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('factory.history.charts', { count: rows.length })}</Button>
      {current?.isOwn && (
        <Button
          disabled={!canKeep || change.isPending}
          onClick={() => change.mutate({ params: { chartId: current.id }, body: { definition } })}
        >
          {t('factory.history.keep')}
        </Button>
      )}
      <Button type="primary" disabled={!canKeep} onClick={() => setNew(true)}>
        {t('factory.history.keepAs')}
      </Button>
      <FormDialog
        open={isNew}
        onClose={() => setNew(false)}
        title={t('factory.history.keepAs')}
        contract={factory}
        route="addChart"
        initial={{ isShared: false, definition }}
        fields={{ definition: { hidden: true } }}
        onDone={(answer: { id: string }) => {
          setNew(false)
          api.forget('charts')
          state.open(definition, answer.id)
        }}
      />
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('factory.history.chartsTitle')}
        size="large"
      >
        <ChartRows
          rows={rows}
          onOpen={(chart) => {
            setOpen(false)
            state.open(chart.definition, chart.id)
          }}
        />
      </Drawer>
    </>
  )
}

function ChartRows({ rows, onOpen }: { rows: readonly Chart[]; onOpen(chart: Chart): void }) {
  const { t } = useWords()
  const api = useApi(factory)
  const remove = useMutation(api.tell.removeChart({ forgets: ['charts'] }))
  const change = useMutation(api.tell.changeChart({ forgets: ['charts'] }))
  const share = (row: Chart) =>
    change.mutate({ params: { chartId: row.id }, body: { isShared: !row.isShared } })
  const whose = (row: Chart) =>
    row.isShared ? `${row.personName} · ${t('factory.history.shared')}` : t('factory.history.own')
  if (rows.length === 0) return <Nothing text={t('factory.history.noChart')} />
  return (
    <SimpleTable
      caption={t('factory.history.chartsTitle')}
      rowKey="id"
      rows={rows}
      columns={[
        {
          key: 'name',
          title: t('factory.column.name'),
          render: (row) => (
            <Button type="link" style={{ padding: 0 }} onClick={() => onOpen(row)}>
              {row.name}
            </Button>
          ),
        },
        {
          key: 'personName',
          title: t('factory.column.personName'),
          render: (row) => (
            <>
              {whose(row)} {row.isSample && <SampleTag />}
            </>
          ),
        },
        {
          key: 'changedAt',
          title: t('factory.column.changedAt'),
          render: (row) => <Time at={row.changedAt} as="ago" />,
        },
        {
          key: 'acts',
          title: '',
          render: (row) =>
            row.isOwn && (
              <>
                <Button size="small" onClick={() => share(row)}>
                  {t(row.isShared ? 'factory.history.unshare' : 'factory.history.share')}
                </Button>{' '}
                <ConfirmButton
                  size="small"
                  danger
                  title={t('factory.history.removeChart', { name: row.name })}
                  onConfirm={async () => {
                    await remove.mutateAsync({ params: { chartId: row.id } })
                  }}
                >
                  {t('factory.history.remove')}
                </ConfirmButton>
              </>
            ),
        },
      ]}
    />
  )
}
