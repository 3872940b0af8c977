import { Allowed, Link, Nothing, Stack, type T, Time, toneColor, useMode, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import type { PictureItem } from '../pictures/check.ts'
import type { AlarmLook, AlarmNow } from '../pictures/look.ts'
import { useAnswers } from './alarm-answers.tsx'
import { AlarmStateTag, PriorityTag, priorityTones } from './alarm-tags.tsx'

/** What an item's alarms are, in words. */
export function alarmText(t: T, { priority, isWaiting, alarms }: AlarmLook): string {
  const state = t(isWaiting ? 'factory.picture.alarmWaits' : 'factory.picture.alarmActive')
  const names = alarms.map(({ name }) => name).join(', ')
  return `${t(`factory.value.priority.${priority}`)} · ${state} · ${names}`
}

const around = 5
const badge = 11

/** A frame and a number around a symbol: the gravest alarm's priority, blinking while it waits. */
export function AlarmMark({ item, alarm }: { item: PictureItem; alarm: AlarmLook }) {
  const colour = toneColor(priorityTones[alarm.priority] ?? 'fault', useMode())
  const { width, height } = item
  return (
    <g className={alarm.isWaiting ? 'pic-alarm pic-alarm-waits' : 'pic-alarm'}>
      <rect
        x={-around}
        y={-around}
        width={width + 2 * around}
        height={height + 2 * around}
        rx={4}
        fill="none"
        stroke={colour}
        strokeWidth={alarm.isWaiting ? 5 : 2.5}
      />
      <circle cx={width + around} cy={-around} r={badge} fill={colour} />
      <text className="pic-alarm-rank" x={width + around} y={-around + 5}>
        {alarm.rank}
      </text>
    </g>
  )
}

/** The alarms behind a symbol: each opens, and is acknowledged by whoever may. */
export function PictureAlarms({ alarms, onDone }: { alarms: readonly AlarmNow[]; onDone: () => void }) {
  const { t } = useWords()
  const { actionsOf, dialog } = useAnswers(onDone)
  if (alarms.length === 0) return <Nothing text={t('factory.alarm.none')} />
  return (
    <Stack>
      {dialog}
      {alarms.map((one) => (
        <section key={one.watchId} aria-label={one.name}>
          <PriorityTag priority={one.priority} /> <AlarmStateTag state={one.state} />{' '}
          <Link to={`/factory/alarms/${one.alarmId}`}>{one.name}</Link>
          <p>
            <Time at={one.raisedAt} />
          </p>
          {actionsOf(one)
            .filter(({ key }) => key === 'acknowledge' || key === 'reset')
            .map((action) => (
              <Allowed key={action.key} may={action.may}>
                <Button type="primary" onClick={() => void action.onClick()}>
                  {action.text}
                </Button>
              </Allowed>
            ))}
        </section>
      ))}
    </Stack>
  )
}
