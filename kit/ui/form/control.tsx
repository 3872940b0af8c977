import { DatePicker, Input, InputNumber, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import type { AriaAttributes } from 'react'
import { choicesOf } from '../../contract/schema.ts'
import { unitText } from '../format.ts'
import { choiceText } from '../list/cell.tsx'
import type { Option } from '../list/types.ts'
import { useWords } from '../words.tsx'
import type { Field } from './fields.ts'
import { FindSelect } from './find-select.tsx'
import type { ControlProps, FieldOptions } from './types.ts'

/** What the form's item says of a control to readers of the screen: wrong, required, explained where. */
type Aria = Pick<AriaAttributes, 'aria-describedby' | 'aria-invalid' | 'aria-required'>
type Props = ControlProps & Aria & { field: Field; options: FieldOptions; module: string }

/** The control of a field. `value` and `onChange` come from the form's item, and values are plain JSON. */
export function FieldControl(props: Props) {
  const { field, options, id, value, onChange } = props
  const disabled = options.disabled ?? false
  const shared = { disabled, ...(id ? { id } : {}), ...ariaOf(props) }
  if (options.render) return <>{options.render({ ...shared, value, ...(onChange ? { onChange } : {}) })}</>
  const text = value === undefined || value === null ? '' : String(value)
  const set = (event: { target: { value: string } }) => onChange?.(event.target.value)
  const limit = field.schema.maxLength === undefined ? {} : { maxLength: field.schema.maxLength }
  if (options.find) return <FindControl {...props} find={options.find} />
  switch (options.options ? choiceKind(field) : (options.control ?? field.control)) {
    case 'choice':
    case 'choices':
      return <ChoiceControl {...props} />
    case 'number':
      return <NumberControl {...props} />
    case 'toggle':
      return <Switch {...shared} checked={value === true} onChange={(on) => onChange?.(on)} />
    case 'day':
      return <DayControl {...props} />
    case 'instant':
      return <DayControl {...props} time />
    case 'tags':
      return (
        <Select
          {...shared}
          mode="tags"
          value={(value as string[] | undefined) ?? []}
          onChange={(next: string[]) => onChange?.(next)}
          tokenSeparators={[',', '，', '、', ';']}
          open={false}
          suffixIcon={null}
        />
      )
    case 'longText':
      return (
        <Input.TextArea
          {...shared}
          {...limit}
          autoSize={{ minRows: 3, maxRows: 10 }}
          value={text}
          onChange={set}
          showCount
        />
      )
    case 'password':
      return <Input.Password {...shared} {...limit} value={text} onChange={set} autoComplete="new-password" />
    default:
      return <Input {...shared} {...limit} value={text} onChange={set} {...hintsOf(field)} />
  }
}

function ariaOf(props: Aria): Aria {
  const aria: Record<string, unknown> = {}
  for (const name of ['aria-describedby', 'aria-invalid', 'aria-required'] as const)
    if (props[name] !== undefined) aria[name] = props[name]
  return aria
}

function choiceKind(field: Field): 'choice' | 'choices' {
  return field.schema.type === 'array' ? 'choices' : 'choice'
}

/** What phones offer as keyboard and browsers as completion. */
function hintsOf(field: Field): { type?: string; autoComplete?: string } {
  if (field.schema.format === 'email') return { type: 'email', autoComplete: 'email' }
  if (/phone|mobile/i.test(field.key)) return { type: 'tel', autoComplete: 'tel' }
  return { autoComplete: 'off' }
}

function ChoiceControl({ field, options, module, id, value, onChange, ...rest }: Props) {
  const { t } = useWords()
  const several = choiceKind(field) === 'choices'
  const schema = several ? (field.schema.items ?? {}) : field.schema
  const name = field.path.at(-1) ?? ''
  const choices: readonly Option[] =
    options.options ??
    (choicesOf(schema) ?? []).map((one) => ({ value: String(one), text: choiceText(module, name, one, t) }))
  const numeric =
    schema.type === 'integer' || schema.type === 'number' || typeof schema.enum?.[0] === 'number'
  const back = (one: string) => (numeric ? Number(one) : one)
  return (
    <Select
      {...(id ? { id } : {})}
      {...ariaOf(rest)}
      disabled={options.disabled ?? false}
      {...(several ? { mode: 'multiple' as const } : {})}
      value={
        several
          ? ((value as unknown[] | undefined) ?? []).map(String)
          : value === undefined || value === null
            ? null
            : String(value)
      }
      options={choices.map((one) => ({ value: one.value, label: one.text }))}
      onChange={(next: string | string[] | null) =>
        onChange?.(
          Array.isArray(next) ? next.map(back) : next === null || next === undefined ? undefined : back(next),
        )
      }
      showSearch={choices.length > 8 ? { optionFilterProp: 'label' } : false}
      allowClear={!field.required}
      placeholder={t('ui.choose')}
    />
  )
}

function NumberControl({ field, options, id, value, onChange, ...rest }: Props) {
  const { t } = useWords()
  const { schema } = field
  return (
    <InputNumber
      {...(id ? { id } : {})}
      {...ariaOf(rest)}
      disabled={options.disabled ?? false}
      value={typeof value === 'number' ? value : null}
      onChange={(next) => onChange?.(next ?? undefined)}
      {...(schema.type === 'integer' ? { precision: 0 } : {})}
      {...(options.unit ? { suffix: unitText(options.unit, t) } : {})}
      className="r-number-input"
    />
  )
}

function DayControl({ options, id, value, onChange, time, ...rest }: Props & { time?: boolean }) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
      {...ariaOf(rest)}
      disabled={options.disabled ?? false}
      showTime={time ?? false}
      value={typeof value === 'string' && value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day ? (time ? day.toISOString() : day.format('YYYY-MM-DD')) : undefined)}
      // Enter takes the day that was typed; it does not send the form.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      className="r-number-input"
    />
  )
}

function FindControl(props: Props & { find: NonNullable<FieldOptions['find']> }) {
  const { field, options, id, value, onChange, find } = props
  return (
    <FindSelect
      {...(id ? { id } : {})}
      {...ariaOf(props)}
      several={choiceKind(field) === 'choices'}
      disabled={options.disabled ?? false}
      allowClear={!field.required}
      known={options.options ?? []}
      find={find}
      value={value as string | string[] | undefined}
      onChange={(next) => onChange?.(next)}
    />
  )
}
