import './losses.css'
import {
  Allowed,
  Duration,
  Figure,
  FormDialog,
  Page as Frame,
  formatNumber,
  Grid,
  ListView,
  Loaded,
  Nothing,
  Panel,
  Row,
  SimpleTable,
  Stack,
  StatusTag,
  TabBar,
  Time,
  useApi,
  useChangeSearch,
  useMinute,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { LossParts } from './loss-parts.tsx'
import { localDayOf, UnitChoice, useUnits } from './loss-scope.tsx'
import type { SignedReport } from './loss-types.ts'
import { ShiftAlarms } from './shift-alarms.tsx'
import { ShiftStops } from './shift-stops.tsx'

const dayMs = 86_400_000

/** The report of a shift: figures, losses, stops, what was handed over, and the leader's signature. */
export function Page() {
  const { t } = useWords()
  const units = useUnits()
  const [chosen, setUnit] = useSearchState('unit', '')
  const [tab, setTab] = useSearchState('tab', 'report')
  const unitId = chosen || units[0]?.node.id
  return (
    <Frame title={t('factory.page.shiftReport')} subtitle={t('factory.report.subtitle')}>
      <Stack>
        <div className="no-print">
          <TabBar
            label={t('factory.page.shiftReport')}
            tabs={(['report', 'signed'] as const).map((key) => ({ key, title: t(`factory.report.${key}`) }))}
            value={tab}
            onChange={setTab}
          />
        </div>
        {tab === 'signed' ? <Signed /> : null}
        {tab !== 'signed' && unitId ? <Chosen unitId={unitId} onUnit={setUnit} /> : null}
        {tab !== 'signed' && !unitId ? <Nothing text={t('factory.losses.none')} /> : null}
      </Stack>
    </Frame>
  )
}

function Signed() {
  const { t } = useWords()
  const change = useChangeSearch()
  return (
    <ListView
      contract={factory}
      route="shiftReports"
      name="signed"
      rowKey="id"
      label={t('factory.report.signed')}
      empty={{ text: t('factory.report.noneSigned') }}
      columns={[
        {
          key: 'day',
          main: true,
          render: (row) => (
            <Button
              type="link"
              size="small"
              onClick={() => change({ tab: 'report', unit: row.unitId, shiftAt: row.startsAt })}
            >
              {row.day} {row.name}
            </Button>
          ),
        },
        { key: 'unitName' },
        { key: 'signedName' },
        { key: 'signedAt', render: (row) => <Time at={row.signedAt} /> },
        { key: 'comment' },
        { key: 'hash', wideOnly: true, render: (row) => <code>{row.hash.slice(0, 16)}</code> },
      ]}
    />
  )
}

function Chosen({ unitId, onUnit }: { unitId: string; onUnit: (unit: string) => void }) {
  const { t } = useWords()
  const api = useApi(factory)
  const now = useMinute()
  const [startsAt, setShift] = useSearchState('shiftAt', '')
  const days = { fromDay: localDayOf(now - 31 * dayMs), toDay: localDayOf(now) }
  const shifts = useQuery(api.ask.shiftList({ params: { unitId }, query: days }))
  const rows = shifts.data?.rows ?? []
  const shift = startsAt || rows[0]?.startsAt
  return (
    <Stack>
      <div className="no-print">
        <Row>
          <UnitChoice required value={unitId} onChange={onUnit} />
          <Select
            aria-label={t('factory.losses.shift')}
            style={{ minInlineSize: 220 }}
            value={shift ?? ''}
            onChange={setShift}
            options={rows.map((one) => ({ value: one.startsAt, label: `${one.day} ${one.name}` }))}
          />
          <Button onClick={() => window.print()}>{t('factory.report.print')}</Button>
          {shift ? (
            <Button
              onClick={() =>
                void api.download.shiftReportSheet({ params: { unitId }, query: { startsAt: shift } })
              }
            >
              XLSX
            </Button>
          ) : null}
        </Row>
      </div>
      {shift ? <Report unitId={unitId} startsAt={shift} /> : <Nothing text={t('factory.losses.none')} />}
    </Stack>
  )
}

function Report({ unitId, startsAt }: { unitId: string; startsAt: string }) {
  const report = useQuery(useApi(factory).ask.shiftReport({ params: { unitId }, query: { startsAt } }))
  return <Loaded ask={report}>{(data) => <Shown data={data} />}</Loaded>
}

function Shown({ data }: { data: SignedReport }) {
  const { t, locale } = useWords()
  const { report } = data
  const target = report.target === null ? null : formatNumber(report.target, locale, 1)
  return (
    <Stack>
      <h2 className="report-title">
        {report.unitName} · {report.day} {report.name} {report.crew ? `· ${report.crew}` : ''}{' '}
        <small>
          <Time at={report.startsAt} /> – <Time at={report.endsAt} />
        </small>
      </h2>
      <Grid columns={{ phone: 2, tablet: 3, desktop: 5 }}>
        <Figure
          label={t('factory.column.oee')}
          figure={report.factors.oee}
          note={target === null ? null : t('factory.losses.target', { target })}
        />
        <Figure label={t('factory.column.availability')} figure={report.factors.availability} />
        <Figure label={t('factory.column.effectiveness')} figure={report.factors.effectiveness} />
        <Figure label={t('factory.oee.quality')} figure={report.factors.quality} />
        <Figure label={t('factory.column.knownShare')} figure={report.factors.knownShare} />
      </Grid>
      <LossParts losses={{ parts: report.machines, without: [], inputsHash: report.inputsHash }} isFixed />
      <BigLosses data={data} />
      <ShiftStops report={report} />
      <ShiftAlarms report={report} />
      <Entries data={data} />
      <Signature data={data} />
    </Stack>
  )
}

function BigLosses({ data }: { data: SignedReport }) {
  const { t, locale } = useWords()
  return (
    <Panel title={t('factory.report.losses')}>
      <SimpleTable
        caption={t('factory.report.losses')}
        rowKey="loss"
        rows={data.report.bigLosses}
        columns={[
          {
            key: 'loss',
            title: t('factory.column.loss'),
            render: (row) => t(`factory.value.loss.${row.loss}`),
          },
          {
            key: 'seconds',
            title: t('factory.column.duration'),
            align: 'end',
            render: (row) => (row.seconds === null ? '–' : <Duration seconds={Math.max(0, row.seconds)} />),
          },
          {
            key: 'points',
            title: t('factory.losses.points'),
            align: 'end',
            render: (row) => (row.points === null ? '–' : `${formatNumber(row.points, locale, 1)}%`),
          },
        ]}
      />
    </Panel>
  )
}

function Entries({ data }: { data: SignedReport }) {
  const { t } = useWords()
  const { entries } = data.report
  return (
    <Panel title={t('factory.report.entries')}>
      {entries.length === 0 ? <Nothing text={t('factory.handover.none')} /> : null}
      <ul className="report-entries">
        {entries.map((one) => (
          <li key={one.id}>
            <Time at={one.createdAt} /> · {t(`factory.value.handover.${one.kind}`)} · {one.personName}
            <br />
            {one.equipmentName ? <strong>{one.equipmentName} </strong> : null}
            {one.body}{' '}
            {one.isPoint && !one.closedAt ? (
              <StatusTag tone="warning" text={t('factory.handover.open')} />
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Signature({ data }: { data: SignedReport }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  const { report, signature } = data
  if (signature) {
    return (
      <Panel title={t('factory.report.signature')}>
        <p>
          {t('factory.report.signedBy', { person: signature.signedName ?? '' })}{' '}
          <Time at={signature.signedAt} />{' '}
          <StatusTag
            tone={signature.isSound ? 'success' : 'error'}
            text={t(signature.isSound ? 'factory.report.sound' : 'factory.report.broken')}
          />{' '}
          {signature.isUnchanged ? null : (
            <StatusTag tone="warning" text={t('factory.report.changedSince')} />
          )}
        </p>
        {signature.comment ? <p>{signature.comment}</p> : null}
        <p className="loss-hash">
          SHA-256 <code>{signature.hash}</code>
        </p>
      </Panel>
    )
  }
  return (
    <Panel title={t('factory.report.signature')}>
      <p>
        {t('factory.report.unsigned')}{' '}
        {report.openStops.mandatory > 0 ? (
          <StatusTag
            tone="warning"
            text={t('factory.report.mandatory', { count: report.openStops.mandatory })}
          />
        ) : null}
      </p>
      <Allowed may="factory.operate">
        <Button type="primary" className="no-print" onClick={() => setOpen(true)}>
          {t('factory.route.signShiftReport')}
        </Button>
      </Allowed>
      <FormDialog
        contract={factory}
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('factory.route.signShiftReport')}
        route="signShiftReport"
        input={{ params: { unitId: report.unitId } }}
        initial={{ startsAt: report.startsAt }}
        fields={{ startsAt: { hidden: true }, comment: { control: 'longText' } }}
      />
    </Panel>
  )
}
