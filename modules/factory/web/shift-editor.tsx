import { Stack, useApi, useLeaveGuard, useMinute, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { localDay } from '../calendar/expand.ts'
import { factory } from '../contract.ts'
import './factory.css'
import { clockOf, entriesOf, minuteOf, type Pattern, weekdays } from '../calendar/week.ts'
import { Week } from './shift-week.tsx'

type Keyed = Pattern & { key: number }

const kinds = ['shift', 'break', 'maintenance'] as const
const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))
const blank: Pattern = {
  name: '',
  kind: 'shift',
  startMinute: 480,
  endMinute: 1200,
  weekdays: [1, 2, 3, 4, 5],
}

/** Edits a week; what was before the day it holds from stays as it counted. */
export function ShiftEditor({
  unitId,
  start,
  timeZone,
  onClose,
}: {
  unitId: string
  start: readonly Pattern[]
  timeZone: string
  onClose: () => void
}) {
  const { t } = useWords()
  const [rows, setRows] = useState(() => (start.length > 0 ? [...start] : [blank]).map(keyed))
  const now = useMinute()
  const [zone, setZone] = useState(timeZone)
  const [validFrom, setValidFrom] = useState(() => localDay(now * 1000, timeZone))
  const [isChanged, setChanged] = useState(false)
  useLeaveGuard(() => isChanged)
  const save = useMutation(useApi(factory).tell.changeShifts({ forgets: ['shifts', 'oee', 'oeeDays'] }))
  const shifts = entriesOf(rows.map(({ key: _, ...pattern }) => pattern))
  const isWhole = rows.every((one) => one.name.trim() !== '' && one.weekdays.length > 0) && validFrom !== ''
  const change = (next: Keyed[]) => {
    setChanged(true)
    setRows(next)
  }
  return (
    <Stack>
      <Rows rows={rows} onChange={change} />
      <Week shifts={shifts} />
      <div className="factory-shift-row">
        {t('factory.shift.validFrom')}
        <Input
          type="date"
          aria-label={t('factory.shift.validFrom')}
          value={validFrom}
          onChange={(event) => setValidFrom(event.target.value)}
          style={{ inlineSize: 160 }}
        />
        <Select
          aria-label={t('factory.shift.timeZone')}
          value={zone}
          onChange={setZone}
          options={zones}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ inlineSize: 200 }}
        />
        <Button
          type="primary"
          disabled={!isWhole}
          loading={save.isPending}
          onClick={() =>
            save.mutate(
              { params: { unitId }, body: { validFrom, timeZone: zone, shifts } },
              { onSuccess: onClose },
            )
          }
        >
          {t('factory.action.save')}
        </Button>
        <Button onClick={onClose}>{t('factory.action.cancel')}</Button>
      </div>
    </Stack>
  )
}

let keys = 0

/** Rows keep their fields while others come and go. */
function keyed(pattern: Pattern): Keyed {
  keys += 1
  return { ...pattern, key: keys }
}

function Rows({ rows, onChange }: { rows: readonly Keyed[]; onChange: (rows: Keyed[]) => void }) {
  const { t } = useWords()
  return (
    <div>
      {rows.map((row) => (
        <PatternRow
          key={row.key}
          row={row}
          onChange={(next) => onChange(rows.map((one) => (one.key === row.key ? { ...one, ...next } : one)))}
          onRemove={() => onChange(rows.filter((one) => one.key !== row.key))}
        />
      ))}
      <Button onClick={() => onChange([...rows, keyed(blank)])}>{t('factory.shift.add')}</Button>
    </div>
  )
}

function PatternRow({
  row,
  onChange,
  onRemove,
}: {
  row: Pattern
  onChange: (change: Partial<Pattern>) => void
  onRemove: () => void
}) {
  const { t } = useWords()
  return (
    <div className="factory-shift-row">
      <Input
        aria-label={t('factory.shift.name')}
        placeholder={t('factory.shift.name')}
        status={row.name.trim() === '' ? 'error' : ''}
        maxLength={60}
        value={row.name}
        onChange={(event) => onChange({ name: event.target.value })}
        style={{ inlineSize: 130 }}
      />
      <Select
        aria-label={t('factory.shift.kind')}
        value={row.kind}
        onChange={(kind) => onChange({ kind })}
        options={kinds.map((kind) => ({ value: kind, label: t(`factory.value.kind.${kind}`) }))}
        style={{ inlineSize: 110 }}
      />
      <Clock
        label={t('factory.shift.start')}
        value={row.startMinute}
        onChange={(startMinute) => onChange({ startMinute })}
      />
      –
      <Clock
        label={t('factory.shift.end')}
        value={row.endMinute}
        onChange={(endMinute) => onChange({ endMinute })}
      />
      {row.endMinute <= row.startMinute ? <small>{t('factory.shift.nextDay')}</small> : null}
      <Checkbox.Group
        value={row.weekdays}
        onChange={(days) => onChange({ weekdays: days.map(Number).sort() })}
        options={weekdays.map(({ weekday, name }) => ({
          value: weekday,
          label: t(`factory.weekday.${name}`),
        }))}
      />
      <Button danger type="link" onClick={onRemove}>
        {t('factory.shift.remove')}
      </Button>
    </div>
  )
}

export function Clock({
  label,
  value,
  onChange,
}: {
  label: string
  value: number
  onChange: (minute: number) => void
}) {
  return (
    <Input
      type="time"
      aria-label={label}
      value={clockOf(value)}
      onChange={(event) => {
        const minute = minuteOf(event.target.value)
        if (minute !== undefined) onChange(minute)
      }}
      style={{ inlineSize: 120 }}
    />
  )
}
