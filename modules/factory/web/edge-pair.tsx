import {
  Allowed,
  ConfirmButton,
  Facts,
  FormDialog,
  Link,
  ListView,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useApi,
  useLive,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { useFinders } from './finders.ts'
import type { Edge, Pair } from './types.ts'

/** The edge with its partner: who tells of which machine, and how it came to that. */
export function EdgePair({ edge }: { edge: Edge }) {
  const api = useApi(factory)
  const asked = useQuery(api.ask.edgePair({ params: { edgeId: edge.id } }))
  useLive('factory.edges', () => api.forget('edgePair'))
  return <Loaded ask={asked}>{({ pair }) => (pair ? <Shown pair={pair} /> : <None edge={edge} />)}</Loaded>
}

function None({ edge }: { edge: Edge }) {
  const { t } = useWords()
  const [making, setMaking] = useState(false)
  const { findEdges } = useFinders()
  const find = async (q: string) => {
    const rows = await findEdges(q)
    return rows
      .filter((one) => one.id !== edge.id && one.equipmentCount === 0)
      .map((one) => ({ value: one.id, text: `${one.code} ${one.name}` }))
  }
  const title = t('factory.route.makePair')
  return (
    <Panel title={t('factory.route.edgePair')}>
      <Stack>
        <p>{t('factory.pair.about')}</p>
        <p>{t('factory.pair.how')}</p>
        <Allowed may="factory.connect">
          <div>
            <Button type="primary" onClick={() => setMaking(true)}>
              {title}
            </Button>
          </div>
        </Allowed>
      </Stack>
      <FormDialog
        open={making}
        onClose={() => setMaking(false)}
        title={title}
        submit={title}
        contract={factory}
        route="makePair"
        input={{ params: { edgeId: edge.id } }}
        fields={{ standbyId: { find } }}
      />
    </Panel>
  )
}

function Shown({ pair }: { pair: Pair }) {
  const { t } = useWords()
  return (
    <Stack>
      <Members pair={pair} />
      <Panel title={t('factory.pair.devices')}>
        <SimpleTable
          caption={t('factory.pair.devices')}
          rowKey="device"
          columns={[
            { key: 'device', title: t('factory.column.device') },
            { key: 'edgeName', title: t('factory.pair.holder') },
          ]}
          rows={pair.devices}
        />
      </Panel>
      <Panel title={t('factory.route.pairTurns')}>
        <ListView
          contract={factory}
          route="pairTurns"
          name="turns"
          params={{ pairId: pair.id }}
          rowKey="id"
          label={t('factory.route.pairTurns')}
          columns={[
            { key: 'at', render: (row) => <Time at={row.at} /> },
            { key: 'device', main: true },
            { key: 'edgeName' },
            { key: 'why' },
            { key: 'personName' },
          ]}
        />
      </Panel>
    </Stack>
  )
}

function Members({ pair }: { pair: Pair }) {
  const { t } = useWords()
  const { tell } = useApi(factory)
  const forgets = { forgets: ['edgePair', 'pairTurns'] as ('edgePair' | 'pairTurns')[] }
  const over = useMutation(tell.handOver(forgets))
  const end = useMutation(tell.endPair(forgets))
  const params = { pairId: pair.id }
  const members = [pair.primary, pair.standby]
  const unready = members.filter(({ isStarted }) => !isStarted)
  return (
    <Panel
      title={t('factory.route.edgePair')}
      extra={
        <Allowed may="factory.connect">
          <ConfirmButton
            danger
            reason
            title={t('factory.pair.endAsk')}
            onConfirm={async (reason) =>
              void (await end.mutateAsync({ params, body: { reason: reason ?? '' } }))
            }
          >
            {t('factory.route.endPair')}
          </ConfirmButton>
        </Allowed>
      }
    >
      <Stack>
        {unready.map(({ id, name }) => (
          <Alert key={id} type="warning" showIcon title={t('factory.pair.unready', { name })} />
        ))}
        <Facts
          items={members.map((member, index) => ({
            label: t(index === 0 ? 'factory.pair.primary' : 'factory.pair.standby'),
            value: (
              <>
                <Link to={`/factory/edges/${member.id}?tab=pair`}>{member.name}</Link>{' '}
                <StatusTag
                  tone={member.isOnline ? 'success' : 'unknown'}
                  text={t(member.isOnline ? 'factory.edge.online' : 'factory.edge.offline')}
                />{' '}
                {t('factory.pair.share', {
                  count: pair.devices.filter(({ edgeId }) => edgeId === member.id).length,
                })}{' '}
                <Allowed may="factory.connect">
                  <ConfirmButton
                    reason
                    title={t('factory.pair.overAsk', { name: member.name })}
                    onConfirm={async (reason) =>
                      void (await over.mutateAsync({
                        params,
                        body: { edgeId: member.id, reason: reason ?? '' },
                      }))
                    }
                  >
                    {t('factory.pair.giveAll')}
                  </ConfirmButton>
                </Allowed>
              </>
            ),
          }))}
        />
      </Stack>
    </Panel>
  )
}
