import { Link, Quantity, SampleTag, StatusTag, TabBar, type Tone, useGo, useWords } from '@ronghe/kit/ui'

export const priorityTones: Readonly<Record<string, Tone>> = {
  critical: 'fault',
  high: 'warning',
  medium: 'info',
  low: 'neutral',
}
const stateTones: Readonly<Record<string, Tone>> = {
  unacknowledged: 'error',
  acknowledged: 'warning',
  returnedUnacknowledged: 'info',
  latchedUnacknowledged: 'error',
  latchedAcknowledged: 'warning',
  shelved: 'planned',
  suppressedByDesign: 'planned',
  outOfService: 'stopped',
  normal: 'success',
}

export function PriorityTag({ priority }: { priority: string }) {
  const { t } = useWords()
  return (
    <StatusTag tone={priorityTones[priority] ?? 'neutral'} text={t(`factory.value.priority.${priority}`)} />
  )
}

export function AlarmStateTag({ state }: { state: string }) {
  const { t } = useWords()
  return <StatusTag tone={stateTones[state] ?? 'neutral'} text={t(`factory.value.state.${state}`)} />
}

/** A value with its unit, a word, or nothing. */
export function AlarmValue({ value, unit }: { value: number | string | null; unit: string | null }) {
  if (typeof value === 'number') return <Quantity value={value} unit={unit ?? ''} digits={2} />
  return <>{value ?? '–'}</>
}

const views = [
  ['', 'current'],
  ['/journal', 'journal'],
  ['/statistics', 'statistics'],
  ['/points', 'points'],
  ['/definitions', 'definitions'],
  ['/groups', 'groups'],
  ['/routing', 'routing'],
] as const

/** The pages about alarms beside one another. */
export function AlarmViews({ value }: { value: (typeof views)[number][1] }) {
  const { t } = useWords()
  const go = useGo()
  return (
    <TabBar
      label={t('factory.page.alarms')}
      tabs={views.map(([, key]) => ({ key, title: t(`factory.alarmView.${key}`) }))}
      value={value}
      onChange={(key) => go(`/factory/alarms${views.find((one) => one[1] === key)?.[0] ?? ''}`)}
    />
  )
}

/** The alarm's name, with what marks it; it opens the alarm. */
export function AlarmName({
  alarm,
}: {
  alarm: {
    id: string
    name: string
    alarmCode: string
    isFirstOut: boolean
    burstGroup: string | null
    burstWindowSeconds: number | null
    burstFollowers: number | null
    message: string | null
    isSample: boolean
  }
}) {
  const { t } = useWords()
  return (
    <span>
      <Link to={`/factory/alarms/${alarm.id}`}>{alarm.name}</Link>{' '}
      {alarm.isFirstOut ? <StatusTag tone="setup" text={t('factory.alarm.firstOut')} /> : null}{' '}
      {alarm.burstGroup ? <BurstTag alarm={alarm} /> : null} {alarm.isSample ? <SampleTag /> : null}
      {alarm.message ? <small style={{ display: 'block' }}>{alarm.message}</small> : null}
    </span>
  )
}

/** First of a burst across a group of machines, with how many followed within which window. */
export function BurstTag({
  alarm,
}: {
  alarm: { burstGroup: string | null; burstWindowSeconds: number | null; burstFollowers: number | null }
}) {
  const { t } = useWords()
  const { burstGroup, burstFollowers, burstWindowSeconds } = alarm
  const words = { group: burstGroup ?? '', count: burstFollowers ?? 0, seconds: burstWindowSeconds ?? 0 }
  return <StatusTag tone="fault" text={t('factory.alarm.burstFirst', words)} />
}
