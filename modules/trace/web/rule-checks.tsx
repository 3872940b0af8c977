import { termsOf } from '@ronghe/epcis'
import { factory } from '@ronghe/factory/contract'
import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber, Select } from 'antd'
import type { Check } from '../rules/contract.ts'
import type { PartProps } from './rule-fields.tsx'

/** Signals that stand in the inspection of each item. */
export function Checks({ says, set }: PartProps) {
  const { t } = useWords()
  const params = { equipmentId: says.equipmentId ?? '' }
  const tags = useQuery({ ...useApi(factory).ask.tags({ params }), enabled: Boolean(says.equipmentId) })
  const numbers = (tags.data?.rows ?? []).filter((tag) => tag.valueType === 'number')
  const put = (at: number, next: Check | null) =>
    set({ checks: says.checks.flatMap((one, index) => (index === at ? (next ?? []) : one)) })
  return (
    <fieldset className="trace-rule-list">
      <legend>{t('trace.making.checks')}</legend>
      {says.checks.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
        <CheckRow key={at} check={one} tags={numbers} change={(next) => put(at, next)} />
      ))}
      <Button
        disabled={numbers.length === 0}
        onClick={() => {
          const tagId = numbers[0]?.id ?? ''
          set({ checks: [...says.checks, { tagId, type: 'Temperature', uom: 'CEL' }] })
        }}
      >
        {t('trace.making.addCheck')}
      </Button>
    </fieldset>
  )
}

type Tag = { id: string; name: string; label: string | null; labelEn: string | null }
type RowProps = { check: Check; tags: readonly Tag[]; change: (next: Check | null) => void }

function CheckRow({ check, tags, change }: RowProps) {
  const { t, name } = useWords()
  const { least, most, ...rest } = check
  const bounds = (low: number | null | undefined, high: number | null | undefined) =>
    change({
      ...rest,
      ...(typeof low === 'number' ? { least: low } : {}),
      ...(typeof high === 'number' ? { most: high } : {}),
    })
  return (
    <div className="trace-rule-row">
      <Select
        aria-label={t('trace.making.signal')}
        showSearch={{ optionFilterProp: 'label' }}
        value={check.tagId || null}
        onChange={(tagId) => change({ ...check, tagId: tagId ?? '' })}
        options={tags.map((tag) => ({
          value: tag.id,
          label: name({ nameZh: tag.label ?? tag.name, nameEn: tag.labelEn ?? tag.name }),
        }))}
      />
      <Select
        aria-label={t('trace.making.type')}
        showSearch={{ optionFilterProp: 'label' }}
        value={check.type}
        onChange={(type) => change({ ...check, type })}
        options={termsOf('measurementType').map((value) => ({ value, label: t(`trace.sensor.${value}`) }))}
      />
      <Input
        aria-label={t('trace.making.uom')}
        maxLength={3}
        value={check.uom}
        onChange={(event) => change({ ...check, uom: event.target.value.toUpperCase() })}
      />
      <InputNumber
        aria-label={t('trace.making.least')}
        placeholder={t('trace.making.least')}
        value={least ?? null}
        onChange={(value) => bounds(value, most)}
      />
      <InputNumber
        aria-label={t('trace.making.most')}
        placeholder={t('trace.making.most')}
        value={most ?? null}
        onChange={(value) => bounds(least, value)}
      />
      <Button onClick={() => change(null)}>{t('trace.making.remove')}</Button>
    </div>
  )
}
