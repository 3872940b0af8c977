import {
  Figure,
  Page as Frame,
  Grid,
  Link,
  LiveBadge,
  Loaded,
  Nothing,
  Panel,
  Quantity,
  SampleTag,
  SimpleTable,
  Stack,
  Time,
  useApi,
  useLive,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { StateTag } from './state-tag.tsx'
import type { BoardRow } from './types.ts'

const machinesMax = 200
const refetchMs = 15_000

/** The connected machines now, renewed by the live stream. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const board = useQuery({
    ...api.ask.board({ query: { pageSize: machinesMax } }),
    refetchInterval: refetchMs,
  })
  const { status, lastAt } = useLive('factory.board', () => api.forget('board'), {
    onResume: () => api.forget('board'),
  })
  return (
    <Frame title={t('factory.page.board')} tags={<LiveBadge status={status} lastAt={lastAt} />}>
      <Loaded ask={board}>
        {({ rows }) => {
          const connected = rows.filter((row) => row.isConnected)
          const others = rows.filter((row) => !row.isConnected)
          return (
            <Stack>
              {connected.length === 0 ? <Nothing text={t('factory.board.none')} /> : null}
              <Grid columns={{ phone: 1, tablet: 2, desktop: 3 }}>
                {connected.map((row) => (
                  <Card key={row.equipmentId} row={row} />
                ))}
              </Grid>
              {others.length > 0 ? (
                <Panel title={t('factory.board.others', { count: others.length })}>
                  <p>
                    <Link to="/factory/equipment?isConnected=false">{t('factory.board.othersLink')}</Link>
                  </p>
                </Panel>
              ) : null}
            </Stack>
          )
        }}
      </Loaded>
    </Frame>
  )
}

/** One machine: where it stands, its state, today's OEE and its newest values. */
function Card({ row }: { row: BoardRow }) {
  const { t, name } = useWords()
  return (
    <Panel
      title={
        <Link to={`/factory/equipment/${row.equipmentId}`}>
          {name({ nameZh: row.name, nameEn: row.nameEn })}
        </Link>
      }
      extra={<StateTag state={row.state} />}
    >
      <p>
        {row.organisationName} · {row.unitName} {row.isSample ? <SampleTag /> : null}
      </p>
      <p>
        {row.stateSince ? (
          <>
            {t('factory.board.since')} <Time at={row.stateSince} as="ago" />
          </>
        ) : null}
      </p>
      {row.isMeter ? null : <Figure label={t('factory.board.oeeToday')} figure={row.oeeToday} digits={1} />}
      <SimpleTable
        caption={t('factory.page.signals')}
        rowKey="name"
        columns={[
          {
            key: 'label',
            title: t('factory.column.label'),
            render: (one) => name({ nameZh: one.label ?? one.name, nameEn: one.labelEn ?? one.name }),
          },
          {
            key: 'value',
            title: t('factory.column.value'),
            align: 'end',
            render: (one) =>
              typeof one.value === 'number' ? (
                <Quantity value={one.value} unit={one.unit ?? ''} digits={1} />
              ) : (
                (one.value ?? '–')
              ),
          },
        ]}
        rows={row.signals}
      />
    </Panel>
  )
}
