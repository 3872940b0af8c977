import {
  Allowed,
  Facts,
  Page as Frame,
  Link,
  ListView,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useApi,
  useMe,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { trace } from '../contract.ts'
import { Hash } from './event-proof.tsx'
import './trace.css'

const command = 'node tools/trace-verify/check.mjs event-1.proof.json <root>'
const list = '/api/trace/days?pageSize=200'

/** Published roots for everybody, how to check them, and the chain of the reader's own organisation. */
export function Page() {
  const { t } = useWords()
  const me = useMe()
  return (
    <Frame title={t('trace.page.days')} subtitle={t('trace.days.what')}>
      <Stack>
        {me.organisation ? (
          <Allowed may="trace.read">
            <OwnChain />
          </Allowed>
        ) : null}
        <Panel title={t('trace.days.published')}>
          <ListView
            contract={trace}
            route="days"
            rowKey="day"
            columns={[
              { key: 'day', main: true },
              { key: 'links' },
              { key: 'events' },
              { key: 'root', render: ({ root }) => <Hash value={root} /> },
              { key: 'hash', render: ({ hash }) => <Hash value={hash} /> },
              { key: 'publishedAt', render: ({ publishedAt }) => <Time at={publishedAt} /> },
            ]}
          />
        </Panel>
        <Panel title={t('trace.days.how')}>
          <ol className="trace-steps">
            {(['copy', 'proof', 'check', 'root'] as const).map((step) => (
              <li key={step}>{t(`trace.days.how.${step}`)}</li>
            ))}
          </ol>
          <p>
            <code style={{ overflowWrap: 'anywhere' }}>{command}</code>
          </p>
          <p>
            <a href={list}>{list}</a>
          </p>
        </Panel>
      </Stack>
    </Frame>
  )
}

function OwnChain() {
  const { t } = useWords()
  const api = useApi(trace)
  const asked = useQuery(api.ask.chain({}))
  const check = useMutation(api.tell.checkChain())
  return (
    <Panel
      title={t('trace.chain.own')}
      extra={
        <Button loading={check.isPending} onClick={() => check.mutate({ body: { links: 100 } })}>
          {t('trace.chain.check')}
        </Button>
      }
    >
      <Loaded ask={asked}>
        {(chain) => (
          <Facts
            items={[
              { label: t('trace.column.links'), value: chain.links },
              { label: t('trace.column.events'), value: chain.events },
              { label: t('trace.chain.waiting'), value: chain.waiting },
              { label: t('trace.chain.lastAt'), value: chain.lastAt ? <Time at={chain.lastAt} /> : '–' },
              {
                label: t('trace.chain.lastHash'),
                value: chain.lastHash ? <Hash value={chain.lastHash} /> : '–',
              },
            ]}
          />
        )}
      </Loaded>
      {check.data ? <Checked found={check.data} /> : null}
    </Panel>
  )
}

type Found = { links: number; events: number; differences: readonly Difference[] }
type Difference = {
  kind: 'event' | 'link' | 'day'
  fault: string
  day: string | null
  link: number | null
  place: number | null
  seq: number | null
  eventId: string | null
  fields: string[]
}

function Checked({ found }: { found: Found }) {
  const { t } = useWords()
  const { links, events, differences } = found
  return (
    <Stack>
      <StatusTag
        tone={differences.length === 0 ? 'success' : 'error'}
        text={t(differences.length === 0 ? 'trace.chain.holds' : 'trace.chain.broken', { links, events })}
      />
      {differences.length > 0 ? (
        <SimpleTable
          caption={t('trace.chain.differences')}
          rowKey={({ kind, fault, link, place }) => `${kind} ${fault} ${link} ${place}`}
          rows={differences}
          columns={[
            {
              key: 'fault',
              title: t('trace.chain.fault'),
              render: ({ fault }) => t(`trace.difference.${fault}`),
            },
            { key: 'link', title: t('trace.proof.link') },
            { key: 'day', title: t('trace.column.day') },
            {
              key: 'eventId',
              title: t('trace.column.eventId'),
              render: ({ seq, eventId }) => seq && <Link to={`/trace/events/${seq}`}>{eventId}</Link>,
            },
            { key: 'fields', title: t('trace.chain.fields'), render: ({ fields }) => fields.join(', ') },
          ]}
        />
      ) : null}
    </Stack>
  )
}
