import './losses.css'
import {
  Bars,
  Figure,
  Page as Frame,
  formatNumber,
  Grid,
  Link,
  Loaded,
  Nothing,
  Panel,
  Row,
  SimpleTable,
  Stack,
  TabBar,
  useApi,
  useMinute,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { factory } from '../contract.ts'
import { localDayOf, UnitChoice, useUnits } from './loss-scope.tsx'
import type { Explanation } from './loss-types.ts'

const references = ['before', 'weeks', 'plan'] as const
const barsMax = 12

/** Why a line's shift was worse or better: the difference, cause by cause, with nothing left over. */
export function Page() {
  const { t } = useWords()
  const units = useUnits()
  const [chosen, setUnit] = useSearchState('unit', '')
  const unitId = chosen || units[0]?.node.id
  return (
    <Frame
      title={t('factory.page.lossWhy')}
      subtitle={t('factory.why.subtitle')}
      breadcrumbs={[{ title: t('factory.page.losses'), to: '/factory/losses' }]}
    >
      {unitId ? <Why unitId={unitId} onUnit={setUnit} /> : <Nothing text={t('factory.losses.none')} />}
    </Frame>
  )
}

function Why({ unitId, onUnit }: { unitId: string; onUnit: (unit: string) => void }) {
  const { t, locale } = useWords()
  const api = useApi(factory)
  const now = useMinute()
  const today = localDayOf(now)
  const fromDay = new Date(Date.parse(today) - 31 * 86_400_000).toISOString().slice(0, 10)
  const [startsAt, setShift] = useSearchState('shiftAt', '')
  const [against, setAgainst] = useSearchState('against', 'before')
  const shifts = useQuery(api.ask.shiftList({ params: { unitId }, query: { fromDay, toDay: today } }))
  const rows = shifts.data?.rows ?? []
  const ended = rows.filter((one) => Date.parse(one.endsAt) < now)
  // The newest shift that has ended and has one of its name before it, unless another was chosen.
  const shift =
    rows.find((one) => one.startsAt === startsAt) ??
    ended.find((one, at) => ended.slice(at + 1).some(({ name }) => name === one.name)) ??
    ended[0]
  const percent = (value: number | null) => (value === null ? '–' : `${formatNumber(value, locale, 1)}%`)
  return (
    <Stack>
      <Row>
        <UnitChoice required value={unitId} onChange={onUnit} />
        <Select
          aria-label={t('factory.losses.shift')}
          style={{ minInlineSize: 300 }}
          value={shift?.startsAt ?? ''}
          onChange={setShift}
          options={rows.map((one) => ({
            value: one.startsAt,
            label: `${one.day} ${one.name} · OEE ${percent(one.oee)} · A ${percent(one.availability)}`,
          }))}
        />
      </Row>
      <TabBar
        label={t('factory.why.against')}
        tabs={references.map((key) => ({ key, title: t(`factory.why.${key}`) }))}
        value={against}
        onChange={setAgainst}
      />
      {shift ? (
        <Explained
          unitId={unitId}
          startsAt={shift.startsAt}
          against={references.find((one) => one === against) ?? 'before'}
        />
      ) : (
        <Nothing text={t('factory.losses.none')} />
      )}
    </Stack>
  )
}

function Explained(props: { unitId: string; startsAt: string; against: (typeof references)[number] }) {
  const { unitId, startsAt, against } = props
  const query = { startsAt, against }
  const explanation = useQuery(useApi(factory).ask.lossExplanation({ params: { unitId }, query }))
  return <Loaded ask={explanation}>{(data) => <Shown data={data} />}</Loaded>
}

function Shown({ data }: { data: Explanation }) {
  const { t, locale } = useWords()
  const points = (value: number) => `${value > 0 ? '+' : ''}${formatNumber(value, locale, 2)}`
  const label = t(data.measure === 'oeeByTime' ? 'factory.column.oee' : 'factory.column.availability')
  return (
    <Stack>
      <Grid columns={{ phone: 1, tablet: 3, desktop: 3 }}>
        <Figure label={`${label} · ${data.shift.day} ${data.shift.name}`} figure={data.now} digits={1} />
        <Figure
          label={`${label} · ${t('factory.why.reference', { count: data.against.length })}`}
          figure={data.reference}
          digits={1}
        />
        <div className="why-change">
          <span>{t('factory.why.change')}</span>
          <strong className={(data.change ?? 0) < 0 ? 'why-worse' : 'why-better'}>
            {data.change === null ? '–' : points(data.change)} {t('factory.why.pointsShort')}
          </strong>
          {data.measure === 'availability' ? <span>{t('factory.why.byAvailability')}</span> : null}
        </div>
      </Grid>
      <Causes data={data} />
    </Stack>
  )
}

function Causes({ data }: { data: Explanation }) {
  const { t, locale } = useWords()
  const shown = data.causes.filter((one) => Math.abs(one.change) >= 0.005)
  const rows = shown
    .toSorted((left, right) => Math.abs(right.change) - Math.abs(left.change))
    .slice(0, barsMax)
    .map((one) => ({
      name: `${one.name} · ${one.equipmentName}`,
      values: one.change > 0 ? [one.change, null] : [null, one.change],
    }))
  const points = (key: 'before' | 'now' | 'change', title: string) => ({
    ...{ key, title: t(title), align: 'end' as const },
    render: (row: (typeof shown)[number]) => formatNumber(row[key], locale, 2),
  })
  return (
    <Panel title={t('factory.why.causes')}>
      {shown.length === 0 ? <Nothing text={t('factory.why.same')} /> : null}
      <Bars
        title={t('factory.why.causes')}
        horizontal
        unit="P1"
        stacked
        series={[t('factory.why.lostPoints'), t('factory.why.gainedPoints')]}
        tones={['fault', 'success']}
        height={Math.max(200, rows.length * 34 + 70)}
        rows={rows}
      />
      <SimpleTable
        caption={t('factory.why.causes')}
        rowKey={(row) => `${row.equipmentId} ${row.name}`}
        rows={shown}
        columns={[
          {
            key: 'name',
            title: t('factory.why.cause'),
            render: (row) => <Link to={row.proof}>{row.name}</Link>,
          },
          { key: 'equipmentName', title: t('factory.column.equipmentName') },
          points('before', 'factory.why.referenceShort'),
          points('now', 'factory.why.now'),
          points('change', 'factory.why.lostPoints'),
        ]}
      />
      <p>
        {t('factory.why.exact')}{' '}
        {data.against.length > 0
          ? [t('factory.why.against'), ...data.against.slice(-5).map((one) => `${one.day} ${one.name}`)].join(
              ' ',
            )
          : null}
      </p>
    </Panel>
  )
}
