import { Stack, say, useApi, useWords } from '@ronghe/kit/ui'
import { Button, DatePicker, Drawer, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { trace } from '../contract.ts'
import type { IdentifierLine, Template, TemplateField } from '../identifier/contract.ts'
import { Field } from './rule-fields.tsx'

type Props = { line: IdentifierLine; template: Template | undefined; onClose: () => void }

/** The attributes of one identifier, a control a field of its template. */
export function Describe({ line, template, onClose }: Props) {
  const { t, name } = useWords()
  const api = useApi(trace)
  const [values, setValues] = useState<Record<string, string>>(line.attributes)
  const fields = template?.fields ?? []
  async function save(): Promise<void> {
    // What the template has no more is left behind.
    const known = fields.map((field) => [field.name, values[field.name] ?? ''])
    const attributes = Object.fromEntries(known.filter(([, value]) => value !== ''))
    try {
      await api.call.describeIdentifier({ body: { identifier: line.identifier, attributes } })
      say.done('trace.identifier.described')
      api.forget()
      onClose()
    } catch (error) {
      say.fault(error)
    }
  }
  const title = (field: TemplateField) =>
    field.title
      ? name({ nameZh: field.title, nameEn: field.titleEn ?? field.title })
      : t(`trace.column.${field.name}`)
  return (
    <Drawer open title={line.identifier} onClose={onClose}>
      <Stack>
        {fields.map((field) => (
          <Field
            key={field.name}
            label={`${title(field)}${field.unit ? ` (${field.unit})` : ''}${field.isRequired ? ' *' : ''}`}
            hint={t(`trace.template.audiences.${field.audience}`)}
          >
            <Control
              field={field}
              value={values[field.name] ?? ''}
              change={(value) => setValues({ ...values, [field.name]: value })}
            />
          </Field>
        ))}
        <Button type="primary" disabled={fields.length === 0} onClick={() => void save()}>
          {t('ui.save')}
        </Button>
      </Stack>
    </Drawer>
  )
}

type ControlProps = { field: TemplateField; value: string; change: (value: string) => void }

function Control({ field, value, change }: ControlProps) {
  const { t } = useWords()
  if (field.type === 'choice' || field.type === 'boolean') {
    const options =
      field.type === 'choice'
        ? (field.choices ?? []).map((one) => ({ value: one, label: one }))
        : ['true', 'false'].map((one) => ({ value: one, label: t(one === 'true' ? 'ui.yes' : 'ui.no') }))
    return <Select allowClear value={value || null} onChange={(one) => change(one ?? '')} options={options} />
  }
  if (field.type === 'date') {
    const at = dayjs(value)
    return (
      <DatePicker
        value={value && at.isValid() ? at : null}
        onChange={(day) => change(day ? day.format('YYYY-MM-DD') : '')}
      />
    )
  }
  return <Input maxLength={200} value={value} onChange={({ target }) => change(target.value)} />
}
