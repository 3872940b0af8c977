import { Panel, SimpleTable, useWords } from '@ronghe/kit/ui'
import { Button, Input, Segmented, Select, Switch } from 'antd'
import { useState } from 'react'
import type { TemplateField } from '../identifier/contract.ts'

const types = ['text', 'number', 'date', 'boolean', 'choice', 'link'] as const
const audiences = ['public', 'partner', 'own'] as const

type Props = { fields: readonly TemplateField[]; change: (fields: TemplateField[]) => void }

/** A row a field of a data template. */
export function Fields({ fields, change }: Props) {
  const { t } = useWords()
  const put = (at: number, next: TemplateField | null) =>
    change(fields.flatMap((one, index) => (index === at ? (next ?? []) : one)))
  const fresh: TemplateField = { name: '', title: '', type: 'text', isRequired: false, audience: 'public' }
  return (
    <fieldset className="trace-rule-list">
      <legend>{t('trace.template.fields')}</legend>
      {fields.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
        <Row key={at} field={one} change={(next) => put(at, next)} isOnly={fields.length === 1} />
      ))}
      <Button disabled={fields.length >= 60} onClick={() => change([...fields, fresh])}>
        {t('trace.template.addField')}
      </Button>
    </fieldset>
  )
}

type RowProps = { field: TemplateField; change: (next: TemplateField | null) => void; isOnly: boolean }

function Row({ field, change, isOnly }: RowProps) {
  const { t } = useWords()
  const { unit, choices, ...rest } = field
  return (
    <div className="trace-template-row">
      <Input
        aria-label={t('trace.template.fieldName')}
        placeholder={t('trace.template.fieldName')}
        maxLength={40}
        value={field.name}
        onChange={({ target }) => change({ ...field, name: target.value.trim() })}
      />
      <Input
        aria-label={t('trace.template.fieldTitle')}
        placeholder={t('trace.template.fieldTitle')}
        maxLength={60}
        value={field.title}
        onChange={({ target }) => change({ ...field, title: target.value })}
      />
      <Select
        aria-label={t('trace.template.type')}
        value={field.type}
        onChange={(type) =>
          change({ ...rest, type, ...(type === 'choice' ? { choices: choices ?? [] } : {}) })
        }
        options={types.map((value) => ({ value, label: t(`trace.template.types.${value}`) }))}
      />
      {field.type === 'choice' ? (
        <Select
          mode="tags"
          aria-label={t('trace.template.choices')}
          placeholder={t('trace.template.choices')}
          value={choices ?? []}
          onChange={(value: string[]) => change({ ...field, choices: value })}
        />
      ) : (
        <Input
          aria-label={t('trace.template.unit')}
          placeholder={t('trace.template.unit')}
          disabled={field.type !== 'number'}
          maxLength={20}
          value={unit ?? ''}
          onChange={({ target }) => change({ ...rest, ...(target.value ? { unit: target.value } : {}) })}
        />
      )}
      <Select
        aria-label={t('trace.template.audience')}
        value={field.audience}
        onChange={(audience) => change({ ...field, audience })}
        options={audiences.map((value) => ({ value, label: t(`trace.template.audiences.${value}`) }))}
      />
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is the child */}
      <label className="trace-template-required">
        <Switch
          size="small"
          checked={field.isRequired}
          onChange={(isRequired) => change({ ...field, isRequired })}
        />{' '}
        {t('trace.template.required')}
      </label>
      <Button disabled={isOnly} onClick={() => change(null)}>
        {t('trace.template.remove')}
      </Button>
    </div>
  )
}

/** What an answer has of these fields, for each of those who may ask. */
export function Preview({ fields }: { fields: readonly TemplateField[] }) {
  const { t, name } = useWords()
  const [audience, setAudience] = useState<TemplateField['audience']>('public')
  const isSeen = (field: TemplateField) => audiences.indexOf(field.audience) <= audiences.indexOf(audience)
  return (
    <Panel
      title={t('trace.template.preview')}
      extra={
        <Segmented
          aria-label={t('trace.template.previewAs')}
          value={audience}
          onChange={setAudience}
          options={audiences.map((value) => ({ value, label: t(`trace.template.audiences.${value}`) }))}
        />
      }
    >
      <SimpleTable
        caption={t('trace.template.preview')}
        rowKey="name"
        rows={fields}
        columns={[
          {
            key: 'title',
            title: t('trace.template.fieldTitle'),
            render: (one) => (
              <>
                {name({ nameZh: one.title, nameEn: one.titleEn ?? one.title })}
                {one.isRequired ? ' *' : ''}
              </>
            ),
          },
          { key: 'name', title: t('trace.template.fieldName'), render: (one) => <code>{one.name}</code> },
          {
            key: 'type',
            title: t('trace.template.type'),
            render: (one) => `${t(`trace.template.types.${one.type}`)}${one.unit ? ` (${one.unit})` : ''}`,
          },
          {
            key: 'value',
            title: t('trace.column.value'),
            render: (one) =>
              isSeen(one) ? example(one) : <span className="r-muted">{t('trace.template.hidden')}</span>,
          },
        ]}
      />
    </Panel>
  )
}

/** A value of the type, so that the form of an answer is seen. */
function example({ type, unit, choices }: TemplateField): string {
  if (type === 'number') return unit ? `12.5 ${unit}` : '12.5'
  if (type === 'choice') return choices?.[0] ?? '–'
  return { text: '…', date: '2026-01-31', boolean: 'true', link: 'https://…' }[type]
}
