import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Input, InputNumber, Select } from 'antd'
import { type ReactNode, useId } from 'react'
import { controls, type Field, withField } from '../alarms/fields.ts'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { factory } from '../contract.ts'
import { readCondition } from '../states/condition-text.ts'

type Change = (body: AlarmBody) => void
type Props = { body: AlarmBody; onChange: Change; faults: Readonly<Record<string, string>> }

/** Some fields of an alarm beside one another, each with what is wrong with it. */
export function AlarmFields({ fields, ...props }: Props & { fields: readonly Field[] }) {
  return (
    <div className="factory-device-fields">
      {fields.map((field) => (
        <AlarmField key={field} field={field} {...props} />
      ))}
    </div>
  )
}

function AlarmField({ field, body, onChange, faults }: Props & { field: Field }) {
  const { t } = useWords()
  const id = useId()
  const value = body[field]
  const fault = faults[field] ?? localFault(field, value, t)
  return (
    <Labelled id={id} label={t(`factory.alarmField.${field}`)} fault={fault}>
      <FieldControl
        id={id}
        field={field}
        value={value}
        body={body}
        isWrong={fault !== undefined}
        onChange={(next) => onChange(withField(body, field, next))}
      />
    </Labelled>
  )
}

/** A condition says at once where it cannot be read. */
function localFault(field: Field, value: unknown, t: ReturnType<typeof useWords>['t']): string | undefined {
  if (controls[field] !== 'condition' || typeof value !== 'string' || value === '') return undefined
  const { fault } = readCondition(value)
  return fault ? t(`factory.condition.${fault.word}`, { place: fault.at + 1 }) : undefined
}

export function Labelled({
  id,
  label,
  fault,
  children,
}: {
  id: string
  label: string
  fault?: string | undefined
  children: ReactNode
}) {
  return (
    <div className="factory-alarm-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {fault ? (
        <small role="alert" className="factory-alarm-fault">
          {fault}
        </small>
      ) : null}
    </div>
  )
}

type ControlProps = {
  id: string
  field: Field
  value: unknown
  body: AlarmBody
  isWrong: boolean
  onChange: (value: unknown) => void
}

function FieldControl({ id, field, value, body, isWrong, onChange }: ControlProps) {
  const { t } = useWords()
  const status = isWrong ? 'error' : ''
  const control = controls[field] ?? 'text'
  const text = typeof value === 'string' ? value : ''
  if (control === 'number')
    return (
      <InputNumber
        id={id}
        status={status}
        value={typeof value === 'number' ? value : null}
        onChange={onChange}
        style={{ inlineSize: '100%' }}
      />
    )
  if (control === 'level' || control === 'side') {
    const choices = control === 'level' ? ['HH', 'H', 'L', 'LL'] : ['above', 'below', 'either']
    return (
      <Select
        id={id}
        status={status}
        value={text || null}
        onChange={onChange}
        options={choices.map((choice) => ({
          value: choice,
          label: t(`factory.value.${control}.${choice}`),
        }))}
        style={{ inlineSize: '100%' }}
      />
    )
  }
  if (control === 'signal')
    return <SignalChoice id={id} value={text} machineId={body.equipmentIds?.[0]} onChange={onChange} />
  return (
    <Input
      id={id}
      status={status}
      value={text}
      onChange={(event) => onChange(event.target.value)}
      style={control === 'condition' ? { fontFamily: 'monospace' } : {}}
    />
  )
}

/** A signal by its meaning or name; those of the first chosen machine are offered. */
function SignalChoice({
  id,
  value,
  machineId,
  onChange,
}: {
  id: string
  value: string
  machineId: string | undefined
  onChange: (value: unknown) => void
}) {
  const { name } = useWords()
  const { ask } = useApi(factory)
  const tags = useQuery({
    ...ask.tags({ params: { equipmentId: machineId ?? '' } }),
    enabled: machineId !== undefined,
  })
  const options = (tags.data?.rows ?? []).map((tag) => {
    const shown = name({ nameZh: tag.label ?? tag.name, nameEn: tag.labelEn ?? tag.name })
    return { value: tag.meaning ?? tag.name, label: `${tag.meaning ?? tag.name} · ${shown}` }
  })
  return (
    <AutoComplete
      id={id}
      value={value}
      options={[...new Map(options.map((option) => [option.value, option])).values()]}
      showSearch={{
        filterOption: (typed, option) => String(option?.label).toLowerCase().includes(typed.toLowerCase()),
      }}
      onChange={onChange}
      style={{ inlineSize: '100%' }}
    />
  )
}
