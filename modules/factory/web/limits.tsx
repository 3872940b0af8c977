import {
  type Column,
  FormDialog,
  formatNumber,
  Link,
  ListPage,
  StatusTag,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { LimitRow } from './types.ts'
import './factory.css'

const order = ['pointsPerSecondMax', 'messagesPerSecondMax', 'tagsMax', 'pointsPerDayMax', 'reason'] as const

/** What each organisation may bring, and what it brings now. */
export function Page() {
  const { t, locale } = useWords()
  const api = useApi(factory)
  const [changing, setChanging] = useState<LimitRow | null>(null)
  const [isDefault, setDefault] = useState(false)
  const defaults = useQuery(api.ask.defaultLimits({}))
  const drop = useMutation(api.tell.dropLimits({ forgets: ['limits'] }))
  const number = (value: number) => formatNumber(value, locale)
  const actions = (row: LimitRow) => {
    const change = { key: 'change', text: t('factory.route.setLimits'), onClick: () => setChanging(row) }
    const { organisationId } = row
    const reason = t('factory.route.dropLimits')
    const back = {
      key: 'drop',
      text: t('factory.limits.back'),
      onClick: () => drop.mutate({ params: { organisationId }, body: { reason } }),
    }
    return row.isOwn ? [change, back] : [change]
  }
  return (
    <>
      <ListPage
        contract={factory}
        route="limits"
        title={t('factory.page.limits')}
        subtitle={t('factory.limits.about')}
        rowKey="organisationId"
        refetchMs={10_000}
        filters={['isOwn']}
        actions={
          defaults.data?.mayChange ? (
            <Button onClick={() => setDefault(true)}>{t('factory.limits.default')}</Button>
          ) : null
        }
        columns={columnsOf(t, number)}
        {...(defaults.data?.mayChange ? { rowActions: actions } : {})}
      />
      <FormDialog
        open={changing !== null}
        onClose={() => setChanging(null)}
        title={t('factory.limits.of', { organisation: changing?.organisationName ?? '' })}
        contract={factory}
        route="setLimits"
        input={{ params: { organisationId: changing?.organisationId ?? '' } }}
        initial={changing ? limitsIn(changing) : {}}
        order={order}
        onDone={() => api.forget('limits')}
      />
      <FormDialog
        open={isDefault}
        onClose={() => setDefault(false)}
        title={t('factory.limits.default')}
        contract={factory}
        route="setDefaultLimits"
        initial={defaults.data ? limitsIn(defaults.data) : {}}
        order={order}
        onDone={() => api.forget()}
      />
    </>
  )
}

function columnsOf(t: (key: string) => string, number: (value: number) => string): Column<LimitRow>[] {
  return [
    { key: 'organisationName', main: true },
    { key: 'heldBy', render: (row) => <Held row={row} /> },
    {
      key: 'pointsPerSecond',
      render: (row) => <Used now={row.pointsPerSecond} max={row.pointsPerSecondMax} />,
    },
    {
      key: 'messagesPerSecond',
      render: (row) => <Used now={row.messagesPerSecond} max={row.messagesPerSecondMax} />,
    },
    { key: 'tags', render: (row) => <Used now={row.tags} max={row.tagsMax} /> },
    { key: 'pointsToday', render: (row) => <Used now={row.pointsToday} max={row.pointsPerDayMax} /> },
    {
      key: 'refusedToday',
      align: 'end',
      render: (row) =>
        row.refusedToday === 0 ? (
          '0'
        ) : (
          <Link to={`/factory/letters?organisation=${row.organisationId}`}>{number(row.refusedToday)}</Link>
        ),
    },
    {
      key: 'isOwn',
      render: (row) => t(row.isOwn ? 'factory.limits.own' : 'factory.limits.everybody'),
    },
  ]
}

type Limits = Pick<LimitRow, 'pointsPerSecondMax' | 'messagesPerSecondMax' | 'tagsMax' | 'pointsPerDayMax'>

function limitsIn({ pointsPerSecondMax, messagesPerSecondMax, tagsMax, pointsPerDayMax }: Limits): Limits {
  return { pointsPerSecondMax, messagesPerSecondMax, tagsMax, pointsPerDayMax }
}

/** How much of a limit is used, in words and as a bar. */
function Used({ now, max }: { now: number; max: number }) {
  const { locale } = useWords()
  // A bar has no need of more, and what is read aloud allows no exponent.
  const percent = Math.round(Math.min(now / max, 1) * 1000) / 10
  const text = `${formatNumber(now, locale)} / ${formatNumber(max, locale)}`
  return (
    <span className="factory-limit">
      {text}
      <Progress
        percent={percent}
        showInfo={false}
        size="small"
        status={percent >= 100 ? 'exception' : 'normal'}
        aria-label={text}
      />
    </span>
  )
}

function Held({ row }: { row: LimitRow }) {
  const { t } = useWords()
  if (row.held)
    return (
      <>
        <StatusTag tone="warning" text={t(`factory.limits.held.${row.held}`)} />
        {row.heldSince ? (
          <>
            {' '}
            {t('factory.limits.since')} <Time at={row.heldSince} />
          </>
        ) : null}
      </>
    )
  if (!row.heldAt || !row.heldBy) return '–'
  return (
    <>
      {t('factory.limits.last')} {t(`factory.limits.before.${row.heldBy}`)} <Time at={row.heldAt} as="ago" />
    </>
  )
}
