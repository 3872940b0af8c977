import {
  Duration,
  formatNumber,
  Link,
  Panel,
  Pareto,
  Row,
  SimpleTable,
  Stack,
  StatusTag,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { Button } from 'antd'
import { atLevel, type LevelRow } from './loss-levels.ts'
import { type LossScope, shiftsBehindPage, useStopsQuery } from './loss-scope.tsx'
import type { Losses } from './loss-types.ts'

/** Pareto of lost time by the firm's tree of reasons, level by level down to the stops themselves. */
export function LossReasons({ losses, scope }: { losses: Losses; scope: LossScope }) {
  const { t } = useWords()
  const [branch, setBranch] = useSearchState('branch', '')
  const path = branch === '' ? [] : branch.split('/')
  const stops = useStopsQuery(scope, losses.span)
  const named = new Map(losses.reasons.map((one) => [one.reason ?? '', one.name]))
  const rows = atLevel(losses.reasons, path, {
    nameOf: (code) => named.get(code) ?? t(`factory.reason.${code}`),
    micro: t('factory.stops.microName'),
    classOf: (timeClass) => t(`factory.class.${timeClass}`),
  })
  // Where other shifts lie between, the list of stops would tell of theirs too.
  const proofOf = ({ filter }: LevelRow) =>
    losses.span
      ? `/factory/stops?tab=all&${stops}&${new URLSearchParams(prefixed(filter))}`
      : shiftsBehindPage(scope, filter)
  return (
    <Stack>
      <Row>
        <Button size="small" disabled={path.length === 0} onClick={() => setBranch('')}>
          {t('factory.reasons.top')}
        </Button>
        {path.map((code, at) => (
          <Button key={code} size="small" onClick={() => setBranch(path.slice(0, at + 1).join('/'))}>
            {named.get(code) ?? t(`factory.reason.${code}`)}
          </Button>
        ))}
      </Row>
      <Panel title={t('factory.oee.pareto')}>
        <Pareto
          title={t('factory.oee.pareto')}
          unit="HUR"
          height={340}
          rows={rows.map(({ name, seconds }) => ({ name, value: Math.round(seconds / 36) / 100 }))}
        />
        <Levels rows={rows} proofOf={proofOf} onOpen={(code) => setBranch([...path, code].join('/'))} />
      </Panel>
    </Stack>
  )
}

/** As the address of the list of stops has it. */
function prefixed(filter: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => [`stops.${key}`, value]))
}

type LevelsProps = {
  rows: readonly LevelRow[]
  proofOf: (row: LevelRow) => string
  onOpen: (code: string) => void
}

function Levels({ rows, proofOf, onOpen }: LevelsProps) {
  const { t, locale } = useWords()
  const duration = (key: string, title: string, seconds: (row: LevelRow) => number) => ({
    ...{ key, title: t(title), align: 'end' as const },
    render: (row: LevelRow) => <Duration seconds={seconds(row)} />,
  })
  const percent = (key: string, title: string, value: (row: LevelRow) => number | null, digits: number) => ({
    ...{ key, title: t(title), align: 'end' as const },
    render: (row: LevelRow) => {
      const one = value(row)
      return one === null ? '–' : `${formatNumber(one, locale, digits)}%`
    },
  })
  return (
    <SimpleTable
      caption={t('factory.oee.pareto')}
      rowKey="key"
      rows={rows}
      columns={[
        {
          key: 'name',
          title: t('factory.column.reason'),
          render: (row) => <Name row={row} proof={proofOf(row)} onOpen={onOpen} />,
        },
        {
          key: 'loss',
          title: t('factory.column.loss'),
          render: (row) => t(`factory.value.loss.${row.loss}`),
        },
        { key: 'count', title: t('factory.losses.times'), align: 'end' },
        duration('seconds', 'factory.column.duration', (row) => row.seconds),
        duration('mean', 'factory.losses.mean', (row) => row.seconds / Math.max(1, row.count)),
        percent('points', 'factory.losses.points', (row) => row.points, 1),
        percent(
          'declared',
          'factory.losses.declaredShare',
          (row) => (row.declaredSeconds / row.seconds) * 100,
          0,
        ),
      ]}
    />
  )
}

/** A branch opens the next level, a reason its stops. */
function Name({ row, proof, onOpen }: { row: LevelRow; proof: string; onOpen: (code: string) => void }) {
  const { t } = useWords()
  const { branch } = row
  return (
    <>
      <span className="reason-dot" style={{ background: row.colour ?? 'transparent' }} />
      {branch ? (
        <Button type="link" size="small" onClick={() => onOpen(branch)}>
          {row.name}
        </Button>
      ) : (
        <Link to={proof}>{row.name}</Link>
      )}{' '}
      {row.isPlanned ? <StatusTag tone="planned" text={t('factory.reasons.planned')} /> : null}
    </>
  )
}
