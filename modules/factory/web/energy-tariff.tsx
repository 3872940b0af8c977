import { faultText, SimpleTable, useApi, useMinute, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { localDay } from '../calendar/expand.ts'
import { factory } from '../contract.ts'
import { type Period, periodsFault, type TariffKind, tariffKinds } from '../energy/tariff.ts'
import type { EnergyTariff } from './types.ts'
import './factory.css'

const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const blank: Period = { months: all, fromMinute: 0, toMinute: 1440, kind: 'flat', fenPerKwh: '60' }
const priceWidth = 120
const forgets = ['energyTariffs', 'energyOverview', 'energyReport'] as const

/** Minutes of a day as a clock; midnight at its end is 24:00. */
function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? []
  if (hours === undefined || minutes === undefined) return null
  const minute = Number(hours) * 60 + Number(minutes)
  return Number(minutes) < 60 && minute <= 1440 ? minute : null
}

/** Prices by months and time of day, as a table. */
export function TariffPeriods({ name, periods }: { name: string; periods: readonly Period[] }) {
  const { t } = useWords()
  return (
    <SimpleTable
      caption={name}
      showCaption
      rowKey={(row) => `${row.months.join()} ${row.fromMinute}`}
      rows={periods}
      columns={[
        {
          key: 'months',
          title: t('factory.tariff.months'),
          render: (row) => (row.months.length === 12 ? t('factory.tariff.allMonths') : row.months.join(', ')),
        },
        {
          key: 'from',
          title: t('factory.tariff.time'),
          render: (row) => `${clock(row.fromMinute)}–${clock(row.toMinute)}`,
        },
        { key: 'kind', title: t('factory.column.kind'), render: (row) => t(`factory.tariff.${row.kind}`) },
        { key: 'fenPerKwh', title: t('factory.tariff.price'), align: 'end' },
      ]}
    />
  )
}

type Keyed = Period & { key: number; from: string; to: string }
let keys = 0
function keyed(period: Period): Keyed {
  keys += 1
  return { ...period, key: keys, from: clock(period.fromMinute), to: clock(period.toMinute) }
}

/** A new version of the tariff; it starts as the one that was looked at. */
export function TariffDialog({ start, onClose }: { start: EnergyTariff | null; onClose: () => void }) {
  const { t } = useWords()
  const now = useMinute()
  const zone = start?.timeZone ?? 'Asia/Shanghai'
  const [rows, setRows] = useState(() => (start?.periods ?? [blank]).map(keyed))
  const [head, setHead] = useState({
    name: start?.name ?? '',
    validFrom: localDay(now * 1000, zone),
    source: start?.source ?? '',
    isVerified: false,
  })
  const save = useMutation(useApi(factory).tell.addEnergyTariff({ forgets }))
  const periods = rows.map(({ key: _, from: _from, to: _to, ...period }) => period)
  const fault = periodsFault(periods)
  const isWhole = head.name.trim() !== '' && head.source.trim() !== '' && head.validFrom !== ''
  const hole = fault && {
    month: fault.month,
    hour: Math.floor(fault.minute / 60),
    minute: String(fault.minute % 60).padStart(2, '0'),
  }
  return (
    <Modal
      open
      width={860}
      title={t('factory.route.addEnergyTariff')}
      onCancel={onClose}
      okText={t('factory.action.save')}
      cancelText={t('factory.action.cancel')}
      okButtonProps={{ disabled: fault !== null || !isWhole, loading: save.isPending }}
      onOk={() => save.mutate({ body: { ...head, timeZone: zone, periods } }, { onSuccess: onClose })}
    >
      <HeadRow head={head} onChange={setHead} />
      {rows.map((row) => (
        <PeriodRow
          key={row.key}
          row={row}
          onChange={(next) => setRows(rows.map((one) => (one.key === row.key ? { ...one, ...next } : one)))}
          onRemove={() => setRows(rows.filter((one) => one.key !== row.key))}
        />
      ))}
      <Button onClick={() => setRows([...rows, keyed({ ...blank, fromMinute: rows.at(-1)?.toMinute ?? 0 })])}>
        {t('factory.tariff.add')}
      </Button>
      {hole ? <Alert type="warning" showIcon title={t('fault.factory.energy.periods', hole)} /> : null}
      {save.error ? <Alert type="error" showIcon title={faultText(save.error)} /> : null}
    </Modal>
  )
}

type Head = { name: string; validFrom: string; source: string; isVerified: boolean }

function HeadRow({ head, onChange: setHead }: { head: Head; onChange: (head: Head) => void }) {
  const { t } = useWords()
  return (
    <div className="factory-shift-row">
      <Labelled
        label={t('factory.column.name')}
        value={head.name}
        onChange={(name) => setHead({ ...head, name })}
      />
      <Labelled
        label={t('factory.column.validFrom')}
        type="date"
        value={head.validFrom}
        onChange={(validFrom) => setHead({ ...head, validFrom })}
      />
      <Labelled
        label={t('factory.column.source')}
        value={head.source}
        onChange={(source) => setHead({ ...head, source })}
      />
      <Checkbox
        checked={head.isVerified}
        onChange={(event) => setHead({ ...head, isVerified: event.target.checked })}
      >
        {t('factory.energy.verified')}
      </Checkbox>
    </div>
  )
}

function PeriodRow({
  row,
  onChange,
  onRemove,
}: {
  row: Keyed
  onChange: (next: Partial<Keyed>) => void
  onRemove: () => void
}) {
  const { t } = useWords()
  return (
    <div className="factory-shift-row">
      <Select
        mode="multiple"
        aria-label={t('factory.tariff.months')}
        value={row.months}
        onChange={(months: number[]) => onChange({ months: months.toSorted((a, b) => a - b) })}
        maxTagCount={4}
        style={{ minInlineSize: 220 }}
        options={all.map((month) => ({
          value: month,
          label: t('factory.tariff.month', { month }),
        }))}
      />
      <Clock
        label={t('factory.shift.start')}
        value={row.from}
        onChange={(from, minute) => onChange({ from, ...(minute === null ? {} : { fromMinute: minute }) })}
      />
      –
      <Clock
        label={t('factory.shift.end')}
        value={row.to}
        onChange={(to, minute) => onChange({ to, ...(minute === null ? {} : { toMinute: minute }) })}
      />
      <Select
        aria-label={t('factory.column.kind')}
        value={row.kind}
        onChange={(kind: TariffKind) => onChange({ kind })}
        style={{ inlineSize: 100 }}
        options={tariffKinds.map((kind) => ({ value: kind, label: t(`factory.tariff.${kind}`) }))}
      />
      <Input
        aria-label={t('factory.tariff.price')}
        value={row.fenPerKwh}
        suffix={t('factory.tariff.fen')}
        onChange={(event) => onChange({ fenPerKwh: event.target.value })}
        style={{ inlineSize: priceWidth }}
      />
      <Button danger type="link" onClick={() => onRemove()}>
        {t('factory.shift.remove')}
      </Button>
    </div>
  )
}

function Labelled({
  label,
  value,
  onChange,
  type = 'text',
}: {
  label: string
  value: string
  onChange: (value: string) => void
  type?: string
}) {
  return (
    <span>
      {label}{' '}
      <Input
        aria-label={label}
        type={type}
        value={value}
        maxLength={300}
        status={value.trim() === '' ? 'error' : ''}
        onChange={(event) => onChange(event.target.value)}
        style={{ inlineSize: 180 }}
      />
    </span>
  )
}

function Clock({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (text: string, minute: number | null) => void
}) {
  return (
    <Input
      aria-label={label}
      value={value}
      status={minuteOf(value) === null ? 'error' : ''}
      onChange={(event) => onChange(event.target.value, minuteOf(event.target.value))}
      style={{ inlineSize: 80 }}
    />
  )
}
