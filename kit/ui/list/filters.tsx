import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import type { Route } from '../../contract/index.ts'
import { choicesOf, controlOf, schemaOf, withoutNull } from '../../contract/schema.ts'
import { hasWord } from '../spoken.ts'
import { type T, useWords } from '../words.tsx'
import { choiceText } from './cell.tsx'
import type { Filter, Option } from './types.ts'

type FilterProps = {
  filter: Filter
  route: Route
  module: string
  value: string
  onChange: (value: string) => void
}

/** One filter; its control comes from the schema of the route's query. */
export function FilterControl({ filter, route, module, value, onChange }: FilterProps) {
  const { t } = useWords()
  const title = filterTitle(filter, module, t)
  const schema = withoutNull(schemaOf(route.query).properties?.[filter.key] ?? {}).schema
  const options = filter.options ?? optionsOf(filter, schema, t, { module, own: route.list?.words })
  if (options) {
    return (
      <Select
        aria-label={title}
        placeholder={title}
        value={value || null}
        options={options.map((option) => ({ value: option.value, label: option.text }))}
        onChange={(next: string | null) => onChange(next ?? '')}
        showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
        popupMatchSelectWidth={false}
        allowClear
        className="r-filter"
      />
    )
  }
  if (controlOf(schema) === 'day') {
    return (
      <DatePicker
        aria-label={title}
        placeholder={title}
        value={value ? dayjs(value) : null}
        onChange={(day) => onChange(day?.format('YYYY-MM-DD') ?? '')}
        className="r-filter"
      />
    )
  }
  return <LateInput label={title} value={value} onChange={onChange} />
}

export function filterTitle(filter: Filter, module: string, t: T): string {
  if (filter.title) return t(filter.title)
  const own = `${module}.filter.${filter.key}`
  return t(hasWord(own) ? own : `${module}.column.${filter.key}`)
}

function optionsOf(
  filter: Filter,
  schema: ReturnType<typeof schemaOf>,
  t: T,
  { module, own }: { module: string; own: Readonly<Record<string, string>> | undefined },
): Option[] | null {
  if (schema.type === 'boolean') {
    return [
      { value: 'true', text: t('ui.yes') },
      { value: 'false', text: t('ui.no') },
    ]
  }
  const choices = choicesOf(schema)
  return (
    choices?.map((value) => ({
      value: String(value),
      text: choiceText(module, filter.key, value, t, own),
    })) ?? null
  )
}

type LateInputProps = { label: string; value: string; onChange: (value: string) => void; search?: boolean }

/** A text that is searched a moment after the last key, and at once with Enter. */
export function LateInput({ label, value, onChange, search }: LateInputProps) {
  const [text, setText] = useState(value)
  const [shown, setShown] = useState(value)
  // The address changed by other means (back, reset): show what it says now.
  if (shown !== value) {
    setShown(value)
    setText(value)
  }
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onChange(text.trim()), 400)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  const shared = {
    'aria-label': label,
    placeholder: label,
    value: text,
    maxLength: 100,
    allowClear: true,
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
  }
  if (!search) return <Input {...shared} className="r-filter" onPressEnter={() => onChange(text.trim())} />
  return <Input.Search {...shared} className="r-search" onSearch={(next) => onChange(next.trim())} />
}
