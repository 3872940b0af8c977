import { useWords } from '@ronghe/kit/ui'
import { Button, Input } from 'antd'
import type { Rotation } from '../contract.ts'
import { Clock } from './shift-editor.tsx'

type Shift = Rotation['shifts'][number]

/** The shifts of a rotation with their breaks. */
export function RotationShifts({
  rotation,
  onChange,
}: {
  rotation: Rotation
  onChange: (next: Partial<Rotation>) => void
}) {
  const { t } = useWords()
  const { shifts } = rotation
  const set = (index: number, next: Shift) => onChange({ shifts: shifts.with(index, next) })
  const blank = { name: '', startMinute: 480, endMinute: 960, breaks: [] }
  return (
    <div>
      {shifts.map((shift, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: turns name a shift by its place.
        <div key={index} className="factory-shift-row">
          {index + 1}.
          <Named one={shift} onChange={(next) => set(index, { ...shift, ...next })} />
          {shift.breaks.map((rest, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a break's name is being typed.
            <span key={at} className="factory-month-buttons">
              {t('factory.value.kind.break')}
              <Named
                one={rest}
                onChange={(next) =>
                  set(index, { ...shift, breaks: shift.breaks.with(at, { ...rest, ...next }) })
                }
              />
              <Button
                type="link"
                danger
                onClick={() => set(index, { ...shift, breaks: shift.breaks.toSpliced(at, 1) })}
              >
                {t('factory.shift.remove')}
              </Button>
            </span>
          ))}
          <Button
            disabled={shift.breaks.length === 6}
            onClick={() => set(index, { ...shift, breaks: [...shift.breaks, mealOf(shift, t)] })}
          >
            {t('factory.rotation.addBreak')}
          </Button>
          {index === shifts.length - 1 && index > 0 ? (
            <Button
              type="link"
              danger
              onClick={() =>
                onChange({
                  shifts: shifts.toSpliced(index, 1),
                  turns: rotation.turns.map((turn) => (turn === index + 1 ? 0 : turn)),
                })
              }
            >
              {t('factory.shift.remove')}
            </Button>
          ) : null}
        </div>
      ))}
      <Button disabled={shifts.length === 6} onClick={() => onChange({ shifts: [...shifts, blank] })}>
        {t('factory.rotation.addShift')}
      </Button>
    </div>
  )
}

/** Half an hour in the middle of a shift. */
function mealOf({ startMinute, endMinute }: Shift, t: (key: string) => string): Shift['breaks'][number] {
  const length = (endMinute - startMinute + 1440) % 1440 || 1440
  const from = (startMinute + Math.floor(length / 2)) % 1440
  return { name: t('factory.rotation.meal'), startMinute: from, endMinute: (from + 30) % 1440 }
}

type Part = { name: string; startMinute: number; endMinute: number }

function Named({ one, onChange }: { one: Part; onChange: (next: Partial<Part>) => void }) {
  const { t } = useWords()
  return (
    <>
      <Input
        aria-label={t('factory.shift.name')}
        status={one.name.trim() === '' ? 'error' : ''}
        maxLength={60}
        value={one.name}
        onChange={(event) => onChange({ name: event.target.value })}
        style={{ inlineSize: 110 }}
      />
      <Clock
        label={`${t('factory.shift.start')} ${one.name}`}
        value={one.startMinute}
        onChange={(startMinute) => onChange({ startMinute })}
      />
      –
      <Clock
        label={`${t('factory.shift.end')} ${one.name}`}
        value={one.endMinute}
        onChange={(endMinute) => onChange({ endMinute })}
      />
    </>
  )
}
