import { formatNumber, useWords } from '@ronghe/kit/ui'
import { Input, InputNumber, Select } from 'antd'
import type { Mode, Part } from './mode-parts.ts'
import { Money } from './money.tsx'

type Values = Record<string, unknown>
type Props = {
  id?: string
  value?: unknown
  onChange?: (value: unknown) => void
  mode: Mode
  parts: readonly Part[]
}

const perPercent = 10_000

/** The parts of a mode's terms or request, each with its own control. */
export function ModeFields({ id, value, onChange, mode, parts }: Props) {
  const { t } = useWords()
  const values = (value as Values | undefined) ?? {}
  const set = (key: string, next: unknown) => onChange?.({ ...values, mode, [key]: next })
  return (
    <div id={id} className="governance-mode">
      {parts.map((part) => (
        <div key={part.key} className="governance-mode-part">
          <span>{t(`governance.part.${part.key}`)}</span>
          <Control part={part} value={values[part.key]} onChange={(next) => set(part.key, next)} />
        </div>
      ))}
    </div>
  )
}

type ControlProps = { part: Part; value: unknown; onChange: (value: unknown) => void }

function Control({ part, value, onChange }: ControlProps) {
  const { t } = useWords()
  const whole = (times: number) => (next: number | null) =>
    onChange(next === null ? undefined : Math.round(next * times))
  const number = value === undefined ? null : Number(value)
  const label = { 'aria-label': t(`governance.part.${part.key}`) }
  switch (part.kind) {
    case 'money':
      return (
        <InputNumber
          {...label}
          {...label}
          value={number === null ? null : number / 100}
          min={0}
          precision={2}
          suffix={t('unit.CNY')}
          onChange={whole(100)}
        />
      )
    case 'rate':
      return (
        <InputNumber
          {...label}
          {...label}
          value={number === null ? null : number / perPercent}
          min={0}
          precision={4}
          suffix="%"
          onChange={whole(perPercent)}
        />
      )
    case 'months':
      return <InputNumber {...label} value={number} min={1} precision={0} onChange={whole(1)} />
    case 'day':
      return (
        <Input
          {...label}
          type="date"
          value={String(value ?? '')}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'text':
      return (
        <Input {...label} value={String(value ?? '')} onChange={(event) => onChange(event.target.value)} />
      )
    default:
      return (
        <Select
          {...label}
          value={value ?? null}
          options={(part.options ?? []).map((one) => ({
            value: one,
            label: part.kind === 'days' ? String(one) : t(`governance.value.exitWay.${one}`),
          }))}
          onChange={onChange}
        />
      )
  }
}

/** A part as it is read. */
export function PartValue({ part, value }: { part: Part; value: unknown }) {
  const { t, locale } = useWords()
  if (value === undefined || value === null) return '–'
  if (part.kind === 'money') return <Money fen={Number(value)} />
  if (part.kind === 'rate') return `${formatNumber(Number(value) / perPercent, locale, 4)} %`
  if (part.kind === 'choice') return t(`governance.value.exitWay.${String(value)}`)
  return String(value)
}
