import { Stack, useApi, useLeaveGuard, useMinute, useWords } from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { localDay } from '../calendar/expand.ts'
import { mondayOf, patterns, rotationOf } from '../calendar/patterns.ts'
import { rotationFaults, unmanned } from '../calendar/rotation.ts'
import { factory, type Rotation } from '../contract.ts'
import { MonthButtons, MonthGrid, useMonth } from './month-grid.tsx'
import { RotationShifts } from './rotation-shifts.tsx'

type Change = (next: Partial<Rotation>) => void
const firstPattern = 'fourCrewsThreeShifts'

/** Edits how crews rotate; shows the month that comes of it before anything is kept. */
export function RotationEditor({
  unitId,
  start,
  timeZone,
  onClose,
}: {
  unitId: string
  start: Rotation | null
  timeZone: string
  onClose: () => void
}) {
  const { t } = useWords()
  const now = useMinute()
  const made = usePattern()
  const today = localDay(now * 1000, timeZone)
  const [rotation, setRotation] = useState(() => start ?? made(firstPattern, mondayOf(today)))
  const [validFrom, setValidFrom] = useState(today)
  const [isChanged, setChanged] = useState(start === null)
  useLeaveGuard(() => isChanged)
  const save = useMutation(
    useApi(factory).tell.changeRotation({ forgets: ['shifts', 'calendarMonth', 'oee', 'oeeDays'] }),
  )
  if (!rotation) return null
  const change: Change = (next) => {
    setChanged(true)
    setRotation({ ...rotation, ...next })
  }
  const faults = rotationFaults(rotation)
  const isNamed = [rotation, ...rotation.shifts, ...rotation.crews].every((one) => one.name.trim() !== '')
  const isWhole = isNamed && faults.length === 0 && validFrom !== ''
  const body = { validFrom, timeZone, rotation }
  return (
    <Stack>
      <Head
        rotation={rotation}
        onChange={change}
        onPattern={(key) => change(made(key, rotation.anchor) ?? {})}
      />
      <RotationShifts rotation={rotation} onChange={change} />
      <Turns rotation={rotation} onChange={change} />
      <Crews rotation={rotation} onChange={change} />
      <Remarks rotation={rotation} faults={faults} />
      <div className="factory-shift-row">
        {t('factory.shift.validFrom')}
        <Input
          type="date"
          aria-label={t('factory.shift.validFrom')}
          value={validFrom}
          onChange={(event) => setValidFrom(event.target.value)}
          style={{ inlineSize: 160 }}
        />
        <Button
          type="primary"
          disabled={!isWhole}
          loading={save.isPending}
          onClick={() => save.mutate({ params: { unitId }, body }, { onSuccess: onClose })}
        >
          {t('factory.action.save')}
        </Button>
        <Button onClick={onClose}>{t('factory.action.cancel')}</Button>
      </div>
      {isWhole ? <Preview unitId={unitId} body={body} /> : null}
    </Stack>
  )
}

/** A well-known pattern with the reader's words. */
function usePattern() {
  const { t, locale } = useWords()
  return (key: string, anchor: string) =>
    rotationOf(key, {
      anchor,
      locale: locale === 'zh' ? 'zh' : 'en',
      shift: (shift) => t(`factory.rotation.shift.${shift}`),
      crews: t('factory.rotation.crewNames').split(','),
    })
}

function Head({
  rotation,
  onChange,
  onPattern,
}: {
  rotation: Rotation
  onChange: Change
  onPattern: (key: string) => void
}) {
  const { t, locale } = useWords()
  return (
    <div className="factory-shift-row">
      <Select
        aria-label={t('factory.rotation.pattern')}
        placeholder={t('factory.rotation.pattern')}
        onChange={onPattern}
        options={patterns.map(({ key, name }) => ({
          value: key,
          label: locale === 'zh' ? name.zh : name.en,
        }))}
        style={{ inlineSize: 300, maxInlineSize: '100%' }}
      />
      <Input
        aria-label={t('factory.rotation.name')}
        value={rotation.name}
        maxLength={60}
        status={rotation.name.trim() === '' ? 'error' : ''}
        onChange={(event) => onChange({ name: event.target.value })}
        style={{ inlineSize: 260, maxInlineSize: '100%' }}
      />
      {t('factory.rotation.anchor')}
      <Input
        type="date"
        aria-label={t('factory.rotation.anchor')}
        value={rotation.anchor}
        onChange={(event) => event.target.value && onChange({ anchor: event.target.value })}
        style={{ inlineSize: 160 }}
      />
    </div>
  )
}

/** One choice a day of the cycle. */
function Turns({ rotation, onChange }: { rotation: Rotation; onChange: Change }) {
  const { t } = useWords()
  const { turns, shifts } = rotation
  const options = [
    { value: 0, label: t('factory.rotation.off') },
    ...shifts.map((one, index) => ({ value: index + 1, label: one.name })),
  ]
  const resized = (days: number) =>
    onChange({ turns: Array.from({ length: days }, (_, at) => turns[at] ?? 0) })
  return (
    <div>
      <div className="factory-shift-row">
        {t('factory.rotation.cycleDays')}
        <InputNumber
          aria-label={t('factory.rotation.cycleDays')}
          min={1}
          max={84}
          value={turns.length}
          onChange={(days) => days && resized(days)}
        />
      </div>
      <ol className="factory-turns">
        {turns.map((turn, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the day of the cycle is what it is.
          <li key={index}>
            {t('factory.rotation.day', { day: index + 1 })}
            <Select
              size="small"
              aria-label={t('factory.rotation.day', { day: index + 1 })}
              value={turn}
              options={options}
              onChange={(next) => onChange({ turns: turns.with(index, next) })}
              style={{ inlineSize: 100 }}
            />
          </li>
        ))}
      </ol>
    </div>
  )
}

function Crews({ rotation, onChange }: { rotation: Rotation; onChange: Change }) {
  const { t } = useWords()
  const { crews, turns } = rotation
  const names = t('factory.rotation.crewNames').split(',')
  const added = { name: names[crews.length] ?? '', offset: 0 }
  return (
    <div className="factory-shift-row">
      {crews.map((crew, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: crews have no other name than the one being typed.
        <span key={index} className="factory-month-buttons">
          <Input
            aria-label={t('factory.rotation.crew')}
            value={crew.name}
            maxLength={60}
            status={crew.name.trim() === '' ? 'error' : ''}
            onChange={(event) =>
              onChange({ crews: crews.with(index, { ...crew, name: event.target.value }) })
            }
            style={{ inlineSize: 100 }}
          />
          {t('factory.rotation.offset')}
          <InputNumber
            aria-label={`${t('factory.rotation.offset')} ${crew.name}`}
            min={0}
            max={turns.length - 1}
            value={crew.offset}
            onChange={(offset) => onChange({ crews: crews.with(index, { ...crew, offset: offset ?? 0 }) })}
            style={{ inlineSize: 70 }}
          />
          <Button
            type="link"
            danger
            disabled={crews.length === 1}
            onClick={() => onChange({ crews: crews.toSpliced(index, 1) })}
          >
            {t('factory.shift.remove')}
          </Button>
        </span>
      ))}
      <Button disabled={crews.length === 12} onClick={() => onChange({ crews: [...crews, added] })}>
        {t('factory.rotation.addCrew')}
      </Button>
    </div>
  )
}

/** What is wrong, and which shifts nobody works. */
function Remarks({ rotation, faults }: { rotation: Rotation; faults: ReturnType<typeof rotationFaults> }) {
  const { t } = useWords()
  const [first] = faults
  if (first) return <Alert type="error" showIcon title={t(first.rule)} role="alert" />
  const gaps = unmanned(rotation)
  if (gaps.length === 0) return null
  const days = gaps
    .slice(0, 8)
    .map(({ day, shift }) => `${t('factory.rotation.day', { day: day + 1 })} ${shift}`)
  const text = t('factory.rotation.unmanned', { count: gaps.length, days: days.join(', ') })
  return <Alert type="info" showIcon title={text} />
}

function Preview({
  unitId,
  body,
}: {
  unitId: string
  body: { validFrom: string; timeZone: string; rotation: Rotation }
}) {
  const { t } = useWords()
  const { call } = useApi(factory)
  const [month, setMonth] = useMonth(body.timeZone)
  const preview = useQuery({
    queryKey: ['factory', 'previewRotation', unitId, month, body],
    queryFn: () => call.previewRotation({ params: { unitId }, query: { month }, body }),
    placeholderData: (former) => former,
  })
  return (
    <section aria-label={t('factory.rotation.preview')}>
      <h3 className="factory-month-buttons">
        {t('factory.rotation.preview')} <MonthButtons month={month} onMonth={setMonth} />
      </h3>
      {preview.data ? <MonthGrid month={preview.data} /> : null}
    </section>
  )
}
