import './losses.css'
import {
  Allowed,
  Duration,
  FormDialog,
  Page as Frame,
  ListView,
  LiveBadge,
  Loaded,
  Nothing,
  Panel,
  Row,
  Stack,
  StatusTag,
  TabBar,
  Time,
  useApi,
  useLive,
  useMe,
  useMinute,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { AndonLevels } from './andon-levels.tsx'
import type { AndonCall } from './loss-types.ts'
import { MachineChoice } from './machine-choice.tsx'

const kinds = ['fault', 'material', 'quality', 'safety', 'help'] as const
const tabs = ['board', 'history', 'levels'] as const

/** Calls for help: the board, a big button a kind on a phone, the history, and who is told when. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const me = useMe()
  const [tab, setTab] = useSearchState('tab', 'board')
  const topic = me.organisation ? 'factory.andon' : null
  const { status, lastAt } = useLive(topic, () => api.forget('andonCalls'))
  return (
    <Frame
      title={t('factory.page.andon')}
      subtitle={t('factory.andon.subtitle')}
      tags={<LiveBadge status={status} lastAt={lastAt} />}
    >
      <Stack>
        <TabBar
          label={t('factory.page.andon')}
          tabs={tabs.map((key) => ({ key, title: t(`factory.andon.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        {tab === 'board' ? <Board /> : null}
        {tab === 'history' ? <History /> : null}
        {tab === 'levels' ? <AndonLevels /> : null}
      </Stack>
    </Frame>
  )
}

function Board() {
  const { t } = useWords()
  const open = useQuery({
    ...useApi(factory).ask.andonCalls({ query: { status: 'open', pageSize: 100 } }),
    refetchInterval: 15_000,
  })
  return (
    <Stack>
      <Allowed may="factory.operate">
        <Call />
      </Allowed>
      <Loaded ask={open}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Nothing text={t('factory.andon.none')} />
          ) : (
            <div className="andon-board">
              {rows.map((call) => (
                <Card key={call.id} call={call} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Stack>
  )
}

/** Choose the machine once; then one tap calls. */
function Call() {
  const { t } = useWords()
  const [machine, setMachine] = useSearchState('equipment', '')
  const call = useMutation(useApi(factory).tell.callAndon())
  return (
    <Panel title={t('factory.route.callAndon')}>
      <Stack>
        <MachineChoice value={machine} onChange={setMachine} />
        <div className="andon-buttons">
          {kinds.map((kind) => (
            <Button
              key={kind}
              danger={kind === 'fault' || kind === 'safety'}
              type={kind === 'safety' ? 'primary' : 'default'}
              disabled={machine === '' || call.isPending}
              onClick={() => call.mutate({ body: { equipmentId: machine, kind } })}
            >
              {t(`factory.value.andon.${kind}`)}
            </Button>
          ))}
        </div>
      </Stack>
    </Panel>
  )
}

function Card({ call }: { call: AndonCall }) {
  const { t } = useWords()
  const now = useMinute()
  const [isResolving, setResolving] = useState(false)
  const answer = useMutation(useApi(factory).tell.answerAndon())
  const waited = Math.max(0, (now - Date.parse(call.calledAt)) / 1000)
  return (
    <article className={`andon-card andon-${call.status}`} aria-label={t(`factory.value.andon.${call.kind}`)}>
      <h3>
        {t(`factory.value.andon.${call.kind}`)} · {call.equipmentName ?? call.unitName}
      </h3>
      <p>
        <Time at={call.calledAt} /> · {call.calledName} · <Duration seconds={waited} />
      </p>
      {call.note ? <p>{call.note}</p> : null}
      <p>
        <StatusTag
          tone={call.status === 'called' ? 'error' : 'warning'}
          text={t(`factory.value.andonStatus.${call.status}`)}
        />{' '}
        {call.answeredName} {call.level > 1 ? t('factory.andon.level', { level: call.level }) : null}
      </p>
      <Allowed may="factory.operate">
        <Row>
          {call.status === 'called' ? (
            <Button
              type="primary"
              loading={answer.isPending}
              onClick={() => answer.mutate({ params: { callId: call.id } })}
            >
              {t('factory.route.answerAndon')}
            </Button>
          ) : null}
          <Button onClick={() => setResolving(true)}>{t('factory.route.resolveAndon')}</Button>
        </Row>
      </Allowed>
      <FormDialog
        contract={factory}
        open={isResolving}
        onClose={() => setResolving(false)}
        title={t('factory.route.resolveAndon')}
        route="resolveAndon"
        input={{ params: { callId: call.id } }}
        fields={{ resolution: { control: 'longText' } }}
      />
    </article>
  )
}

function History() {
  const { t } = useWords()
  return (
    <ListView
      contract={factory}
      route="andonCalls"
      name="andon"
      rowKey="id"
      label={t('factory.andon.history')}
      empty={{ text: t('factory.andon.never') }}
      filters={[
        { key: 'kind', options: kinds.map((value) => ({ value, text: t(`factory.value.andon.${value}`) })) },
        {
          key: 'status',
          options: (['called', 'answered', 'resolved'] as const).map((value) => ({
            value,
            text: t(`factory.value.andonStatus.${value}`),
          })),
        },
      ]}
      columns={[
        { key: 'equipmentName', main: true, render: (row) => row.equipmentName ?? row.unitName },
        { key: 'kind', render: (row) => t(`factory.value.andon.${row.kind}`) },
        { key: 'status', render: (row) => t(`factory.value.andonStatus.${row.status}`) },
        { key: 'calledAt', render: (row) => <Time at={row.calledAt} /> },
        { key: 'calledName' },
        { key: 'answeredName' },
        {
          key: 'secondsToAnswer',
          render: (row) => (row.secondsToAnswer === null ? '–' : <Duration seconds={row.secondsToAnswer} />),
        },
        {
          key: 'secondsToResolve',
          render: (row) =>
            row.secondsToResolve === null ? '–' : <Duration seconds={row.secondsToResolve} />,
        },
        { key: 'resolution' },
        { key: 'level', align: 'end' },
      ]}
    />
  )
}
