import {
  Allowed,
  ConfirmButton,
  Duration,
  Facts,
  FaultView,
  Page as Frame,
  HistoryDrawer,
  LiveBadge,
  Nothing,
  Panel,
  Row,
  StatusTag,
  say,
  TabBar,
  Time,
  type Tone,
  useApi,
  useLive,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { gallery } from './contract.ts'

const tones: Tone[] = [
  'running',
  'idle',
  'setup',
  'stopped',
  'fault',
  'planned',
  'unknown',
  'success',
  'warning',
  'error',
  'info',
  'neutral',
]

/** The smaller parts. */
export function Page() {
  const { t } = useWords()
  const api = useApi(gallery)
  const [tab, setTab] = useSearchState('tab', 'one')
  const [history, setHistory] = useState(false)
  const [heard, setHeard] = useState('')
  const live = useLive('gallery.topic', (message) => setHeard(JSON.stringify(message)))
  const incident = useQuery(api.ask.incident())
  return (
    <Frame
      title={t('gallery.page.parts')}
      tags={<LiveBadge {...live} />}
      actions={<Button onClick={() => setHistory(true)}>{t('ui.history')}</Button>}
    >
      <Panel>
        <TabBar
          label={t('gallery.page.parts')}
          tabs={[
            { key: 'one', title: t('gallery.page.machines') },
            { key: 'two', title: t('gallery.page.charts') },
          ]}
          value={tab}
          onChange={setTab}
        >
          <p data-testid="tab">{tab}</p>
        </TabBar>
        <p data-testid="heard">{heard}</p>
        <Row>
          {tones.map((tone) => (
            <StatusTag key={tone} tone={tone} text={tone} />
          ))}
        </Row>
      </Panel>
      <Machine />
      <Panel>
        {incident.error ? <FaultView error={incident.error} retry={() => void incident.refetch()} /> : null}
      </Panel>
      <Panel>
        <Nothing />
      </Panel>
      <HistoryDrawer
        open={history}
        onClose={() => setHistory(false)}
        entries={[changeOf(t('gallery.edit'))]}
      />
    </Frame>
  )
}

function Machine() {
  const { t } = useWords()
  return (
    <Panel title={t('gallery.page.machines')}>
      <Facts
        items={[
          {
            label: t('gallery.column.installedAt'),
            value: <Time at="2026-03-05T06:02:33Z" as="instant" />,
          },
          { label: t('gallery.column.hours'), value: <Duration seconds={5400} /> },
          { label: t('gallery.column.maker'), value: null },
        ]}
      />
      <Row>
        <ConfirmButton
          title={t('gallery.retire')}
          reason
          danger
          onConfirm={async (reason) => say.done('gallery.saved', { name: reason })}
        >
          {t('gallery.retire')}
        </ConfirmButton>
        <Allowed may="gallery.secret">{t('gallery.page.secret')}</Allowed>
      </Row>
    </Panel>
  )
}

function changeOf(what: string) {
  return {
    id: '1',
    at: '2026-03-05T06:02:33Z',
    who: 'Li Na',
    what,
    reason: 'x',
    before: { name: 'VF-1', axes: 3 },
    after: { name: 'VF-2', axes: 3 },
  }
}
