import type { Answer } from '@ronghe/kit/contract'
import {
  Allowed,
  Nothing,
  Panel,
  SimpleTable,
  say,
  TabBar,
  UploadForm,
  useApi,
  useMinute,
  useWords,
} from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Machine } from './types.ts'

const dayMs = 86_400_000
/** Spans that go out at once, each with an interval that keeps the file small. */
const spans = [
  { key: 'day', days: 1, intervalSeconds: 60 },
  { key: 'week', days: 7, intervalSeconds: 600 },
  { key: 'month', days: 31, intervalSeconds: 3600 },
] as const

/** The machine's signals as an AAS submodel: means of a span, and where the points are read. */
export function AasTimeSeries({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const api = useApi(factory)
  const now = useMinute()
  const [key, setKey] = useState<(typeof spans)[number]['key']>('day')
  const span = spans.find((one) => one.key === key) ?? spans[0]
  const save = (kind: 'json' | 'aasx') => {
    const to = now
    const from = to - span.days * dayMs
    const stretch = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    const query = { ...stretch, intervalSeconds: span.intervalSeconds, package: kind }
    api.download.timeSeries({ params: { equipmentId: machine.id }, query }).catch(say.fault)
  }
  return (
    <Panel title={t('factory.timeSeries.title')}>
      <p>{t('factory.timeSeries.how')}</p>
      <TabBar
        label={t('factory.span.label')}
        tabs={spans.map((one) => ({ key: one.key, title: t(`factory.timeSeries.${one.key}`) }))}
        value={key}
        onChange={(next) => setKey(next as typeof key)}
      />
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', marginTop: 12 }}>
        <Button onClick={() => save('json')}>{t('factory.nameplate.json')}</Button>
        <Button onClick={() => save('aasx')}>{t('factory.nameplate.aasx')}</Button>
      </div>
    </Panel>
  )
}

type Tried = Answer<(typeof factory)['routes']['importNameplate']>

/** The nameplate as an AAS submodel: out as JSON or package, in after a trial against the template. */
export function AasNameplate({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const api = useApi(factory)
  const [tried, setTried] = useState<Tried | null>(null)
  const params = { equipmentId: machine.id }
  return (
    <Panel
      title={t('factory.nameplate.aas')}
      extra={(['json', 'aasx'] as const).map((kind) => (
        <Button key={kind} onClick={() => void api.download.nameplate({ params, query: { package: kind } })}>
          {t(`factory.nameplate.${kind}`)}
        </Button>
      ))}
    >
      <Allowed may="factory.write">
        <p>{t('factory.nameplate.how')}</p>
        <UploadForm
          contract={factory}
          route="importNameplate"
          params={params}
          accept=".json,.aasx"
          submit={t('factory.nameplate.try')}
          onDone={setTried}
        />
        {tried ? <Trial tried={tried} /> : null}
        {tried && tried.faults.length === 0 && tried.changes.length > 0 ? (
          <UploadForm
            contract={factory}
            route="importNameplate"
            params={params}
            query={{ dryRun: false }}
            accept=".json,.aasx"
            submit={t('factory.nameplate.write')}
            onDone={(answer) => {
              setTried(answer)
              api.forget('oneEquipment')
            }}
          />
        ) : null}
      </Allowed>
    </Panel>
  )
}

function Trial({ tried }: { tried: Tried }) {
  const { t } = useWords()
  if (tried.written) return <Nothing text={t('factory.nameplate.written')} />
  if (tried.faults.length > 0)
    return (
      <SimpleTable
        caption={t('factory.nameplate.faults')}
        showCaption
        rowKey={(row) => `${row.field} ${row.rule}`}
        rows={tried.faults}
        columns={[
          { key: 'field', title: t('factory.nameplate.element') },
          { key: 'message', title: t('factory.nameplate.fault') },
        ]}
      />
    )
  if (tried.changes.length === 0) return <Nothing text={t('factory.nameplate.same')} />
  return (
    <SimpleTable
      caption={t('factory.nameplate.changes')}
      showCaption
      rowKey="field"
      rows={tried.changes}
      columns={[
        {
          key: 'field',
          title: t('factory.nameplate.element'),
          render: (row) => t(`factory.column.${row.field}`),
        },
        { key: 'before', title: t('factory.nameplate.before'), render: (row) => row.before ?? '–' },
        { key: 'after', title: t('factory.nameplate.after') },
      ]}
    />
  )
}
