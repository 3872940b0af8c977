import type { Answer } from '@ronghe/kit/contract'
import {
  type Column,
  Page as Frame,
  Link,
  ListView,
  Panel,
  Stack,
  StatusTag,
  Time,
  useApi,
  useLive,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Progress } from 'antd'
import { factory } from '../contract.ts'
import { useBytes } from './bytes.ts'

type Row = Answer<(typeof factory)['routes']['exports']>['rows'][number]

const tones = {
  waiting: 'neutral',
  running: 'info',
  done: 'success',
  failed: 'error',
  cancelled: 'neutral',
  expired: 'neutral',
} as const

/** History that people asked for as files: how far each is, and its file while it is there. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const bytes = useBytes()
  useLive('factory.exports', () => api.forget('exports'))
  const cancel = useMutation(api.tell.cancelExport({ forgets: ['exports'] }))
  const remove = useMutation(api.tell.removeExport({ forgets: ['exports'] }))
  return (
    <Frame
      title={t('factory.page.exports')}
      subtitle={t('factory.export.hint')}
      actions={<Link to="/factory/history">{t('factory.export.toHistory')}</Link>}
    >
      <Stack>
        <Panel title={t('factory.page.exports')}>
          <ListView
            contract={factory}
            route="exports"
            rowKey="id"
            label={t('factory.page.exports')}
            empty={{ text: t('factory.export.none') }}
            filters={['state']}
            columns={columnsOf(t, bytes)}
            rowActions={(row) => {
              const input = { params: { exportId: row.id } }
              const download = {
                key: 'download',
                text: t('factory.export.download'),
                onClick: () => void api.download.exportFile(input),
              }
              const stop = {
                key: 'cancel',
                text: t('factory.export.cancel'),
                onClick: () => cancel.mutate(input),
              }
              const away = {
                key: 'remove',
                text: t('factory.export.remove'),
                danger: true,
                onClick: () => remove.mutate(input),
              }
              if (row.state === 'waiting' || row.state === 'running') return [stop]
              return row.state === 'done' ? [download, away] : [away]
            }}
          />
        </Panel>
      </Stack>
    </Frame>
  )
}

function columnsOf(t: (key: string) => string, bytes: (bytes: number) => string): Column<Row>[] {
  return [
    {
      key: 'kind',
      main: true,
      render: (row) => `${t(`factory.value.kind.${row.kind}`)} · ${t(`factory.value.format.${row.format}`)}`,
    },
    { key: 'state', render: (row) => <State row={row} /> },
    { key: 'signals', align: 'end' },
    { key: 'from', render: (row) => <Time at={row.from} /> },
    { key: 'to', render: (row) => <Time at={row.to} /> },
    { key: 'rowCount', align: 'end', render: (row) => row.rowCount.toLocaleString() },
    { key: 'bytes', align: 'end', render: (row) => (row.bytes > 0 ? bytes(row.bytes) : '–') },
    { key: 'askedBy' },
    { key: 'createdAt', render: (row) => <Time at={row.createdAt} /> },
    { key: 'expiresAt', render: (row) => (row.expiresAt ? <Time at={row.expiresAt} /> : '–') },
  ]
}

function State({ row }: { row: Row }) {
  const { t } = useWords()
  const percent = Math.floor(row.progress * 100)
  if (row.state === 'running')
    return <Progress percent={percent} size="small" aria-label={t('factory.value.state.running')} />
  return (
    <>
      <StatusTag tone={tones[row.state]} text={t(`factory.value.state.${row.state}`)} />
      {row.failure && <div>{t(`factory.value.exportFailure.${row.failure}`)}</div>}
    </>
  )
}
