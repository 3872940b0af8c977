import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { DatePicker, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { trace } from '../contract.ts'
import type { Said } from '../inspections/contract.ts'
import { Field } from './rule-fields.tsx'

/** What is being entered; things stand a line each. */
export type Draft = Omit<Said, 'things'> & { things: string }

const kinds = ['incoming', 'process', 'final', 'outgoing', 'laboratory'] as const

type AboutProps = { draft: Draft; set: (part: Partial<Draft>) => void; things: readonly string[] }

/** What was inspected, when, by whom and by which paper. */
export function About({ draft, set, things }: AboutProps) {
  const { t } = useWords()
  return (
    <div className="trace-rule-fields">
      <Field label={t('trace.column.thing')} hint={t('trace.inspection.thingsHint')}>
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 8 }}
          value={draft.things}
          onChange={({ target }) => set({ things: target.value })}
        />
      </Field>
      <Field label={t('trace.column.inspectionKind')}>
        <Select
          value={draft.inspectionKind}
          onChange={(inspectionKind) => set({ inspectionKind })}
          options={kinds.map((value) => ({ value, label: t(`trace.value.inspectionKind.${value}`) }))}
        />
      </Field>
      <Field label={t('trace.column.inspectedAt')}>
        <DatePicker
          showTime
          allowClear={false}
          value={dayjs(draft.inspectedAt)}
          onChange={(at) => at && set({ inspectedAt: at.toISOString() })}
        />
      </Field>
      <Field label={t('trace.column.inspector')}>
        <Input
          maxLength={60}
          value={draft.inspector ?? ''}
          onChange={({ target }) => set({ inspector: target.value })}
        />
      </Field>
      <More draft={draft} set={set} />
      <Papers thing={things[0]} value={draft.documentId} choose={(documentId) => set({ documentId })} />
    </div>
  )
}

function More({ draft, set }: Omit<AboutProps, 'things'>) {
  const { t } = useWords()
  return (
    <>
      <Field label={t('trace.inspection.number')}>
        <Input
          maxLength={60}
          value={draft.number ?? ''}
          onChange={({ target }) => set({ number: target.value })}
        />
      </Field>
      <Field label={t('trace.inspection.quantity')} hint={t('trace.inspection.oneQuantity')}>
        <span className="trace-pair">
          <InputNumber
            min={0}
            value={draft.quantity ?? null}
            onChange={(quantity) => set({ quantity: quantity ?? 0 })}
          />
          <Input
            aria-label={t('trace.column.unit')}
            placeholder="H87"
            maxLength={3}
            value={draft.unit ?? ''}
            onChange={({ target }) => set({ unit: target.value.toUpperCase() })}
          />
        </span>
      </Field>
      <Field label={t('trace.column.place')}>
        <Input
          placeholder="(414)6901234000139"
          value={draft.place ?? ''}
          onChange={({ target }) => set({ place: target.value })}
        />
      </Field>
      <Field label={t('trace.column.note')}>
        <Input
          maxLength={500}
          value={draft.note ?? ''}
          onChange={({ target }) => set({ note: target.value })}
        />
      </Field>
    </>
  )
}

type PapersProps = { thing: string | undefined; value: string | undefined; choose: (id: string) => void }

/** Papers that are kept of the thing, or of its product. */
function Papers({ thing, value, choose }: PapersProps) {
  const { t } = useWords()
  const query = { pageSize: 50, ...(thing ? { about: thing } : {}) }
  const papers = useQuery({ ...useApi(trace).ask.documents({ query }), enabled: thing !== undefined })
  return (
    <Field label={t('trace.inspection.document')}>
      <Select
        allowClear
        disabled={(papers.data?.rows ?? []).length === 0}
        value={value || null}
        onChange={(id) => choose(id ?? '')}
        options={(papers.data?.rows ?? []).map(({ id, title }) => ({ value: id, label: title }))}
      />
    </Field>
  )
}
