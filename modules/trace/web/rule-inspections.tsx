import { termsOf } from '@ronghe/epcis'
import { factory } from '@ronghe/factory/contract'
import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select, Switch } from 'antd'
import type { RuleSays } from '../rules/contract.ts'
import terms from '../story/terms.json' with { type: 'json' }
import { Field, NumberingField, type PartProps, ProductField } from './rule-fields.tsx'

type Starts<On> = Extract<NonNullable<RuleSays['starts']>, { on: On }>
type InspectionStarts = Starts<'inspection'>
type InstrumentStarts = Starts<'instrument'>

export const firstInspection: InspectionStarts = {
  ...{ on: 'inspection', bizStep: 'inspecting', passed: 'conformant', failed: 'non_conformant' },
  ...{ persists: true, measures: [] },
}
export const firstInstrument: InstrumentStarts = {
  ...{ on: 'instrument', codeTagId: '', inspectionKind: 'laboratory' },
}
const kinds = ['incoming', 'process', 'final', 'outgoing', 'laboratory'] as const

/** How inspections that are entered are told: for which of them, and in which terms. */
export function InspectionFields({ says, set, starts }: PartProps & { starts: InspectionStarts }) {
  const { t } = useWords()
  const change = (part: Partial<InspectionStarts>) => set({ starts: { ...starts, ...part } })
  return (
    <>
      <ProductField says={says} set={set} label={t('trace.making.anyProduct')} />
      <Field label={t('trace.making.inspectionKinds')}>
        <Select
          mode="multiple"
          value={starts.kinds ?? []}
          onChange={(value) => {
            const { kinds: _, ...rest } = starts
            set({ starts: value.length === 0 ? rest : { ...rest, kinds: value } })
          }}
          options={kinds.map((value) => ({ value, label: t(`trace.value.inspectionKind.${value}`) }))}
        />
      </Field>
      <TermField
        label={t('trace.making.bizStep')}
        vocabulary="bizStep"
        value={starts.bizStep}
        choose={(bizStep) => change({ bizStep })}
      />
      <TermField
        label={t('trace.making.passed')}
        vocabulary="disposition"
        value={starts.passed}
        choose={(passed) => change({ passed })}
      />
      <TermField
        label={t('trace.making.failedAs')}
        vocabulary="disposition"
        value={starts.failed}
        choose={(failed) => change({ failed })}
      />
      <Field label={t('trace.making.persists')}>
        <span>
          <Switch checked={starts.persists} onChange={(persists) => change({ persists })} />
        </span>
      </Field>
      <Measures measures={starts.measures} change={(measures) => change({ measures })} />
    </>
  )
}

type Measures = InspectionStarts['measures']

/** Which measurement type of CBV a characteristic is. */
function Measures({ measures, change }: { measures: Measures; change: (measures: Measures) => void }) {
  const { t } = useWords()
  const put = (at: number, part: Partial<Measures[number]>) =>
    change(measures.map((one, index) => (index === at ? { ...one, ...part } : one)))
  return (
    <fieldset className="trace-rule-list">
      <legend>
        {t('trace.making.measures')} <small className="r-muted">{t('trace.making.measuresHint')}</small>
      </legend>
      {measures.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
        <div key={at} className="trace-rule-row">
          <Input
            aria-label={t('trace.making.characteristic')}
            placeholder={t('trace.making.characteristic')}
            maxLength={60}
            value={one.characteristic}
            onChange={({ target }) => put(at, { characteristic: target.value })}
          />
          <Select
            aria-label={t('trace.making.type')}
            showSearch={{ optionFilterProp: 'label' }}
            value={one.type}
            onChange={(type) => put(at, { type })}
            options={termsOf('measurementType').map((value) => ({
              value,
              label: t(`trace.sensor.${value}`),
            }))}
          />
          <Button onClick={() => change(measures.filter((_, index) => index !== at))}>
            {t('trace.making.remove')}
          </Button>
        </div>
      ))}
      <Button onClick={() => change([...measures, { characteristic: '', type: 'Length' }])}>
        {t('trace.making.addMeasure')}
      </Button>
    </fieldset>
  )
}

/** Which signal tells the code, and what a bare number stands for. */
export function InstrumentFields({ says, set, starts }: PartProps & { starts: InstrumentStarts }) {
  const { t, name } = useWords()
  const params = { equipmentId: says.equipmentId ?? '' }
  const tags = useQuery({ ...useApi(factory).ask.tags({ params }), enabled: Boolean(says.equipmentId) })
  const rows = tags.data?.rows ?? []
  return (
    <>
      <Field label={t('trace.making.codeSignal')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          disabled={rows.length === 0}
          value={rows.some(({ id }) => id === starts.codeTagId) ? starts.codeTagId : null}
          onChange={(codeTagId) => set({ starts: { ...starts, codeTagId: codeTagId ?? '' } })}
          options={rows.map((tag) => ({
            value: tag.id,
            label: name({ nameZh: tag.label ?? tag.name, nameEn: tag.labelEn ?? tag.name }),
          }))}
        />
      </Field>
      <Field label={t('trace.making.inspectionKind')}>
        <Select
          value={starts.inspectionKind}
          onChange={(inspectionKind) => set({ starts: { ...starts, inspectionKind } })}
          options={kinds.map((value) => ({ value, label: t(`trace.value.inspectionKind.${value}`) }))}
        />
      </Field>
      <ProductField says={says} set={set} />
      <NumberingField says={says} set={set} label={t('trace.making.bareCode')} />
    </>
  )
}

type TermProps = {
  label: string
  vocabulary: 'bizStep' | 'disposition'
  value: string
  choose: (term: string) => void
}

/** A term of CBV by its word. */
export function TermField({ label, vocabulary, value, choose }: TermProps) {
  const { t } = useWords()
  return (
    <Field label={label}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        value={value}
        onChange={choose}
        options={Object.keys(terms[vocabulary]).map((term) => ({
          value: term,
          label: vocabulary === 'bizStep' ? t(`trace.bizStep.${term}`) : t(`trace.disposition.${term}`),
        }))}
      />
    </Field>
  )
}
