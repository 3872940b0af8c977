import { useWords } from '@ronghe/kit/ui'
import { Button, Input, Select } from 'antd'
import { keptValue, writtenValue } from '../funds/condition-value.ts'
import { type Condition, factNames, operators } from '../funds/eligibility.ts'

type Props = { id?: string; value?: unknown; onChange?: (value: unknown) => void }

/** Conditions as rows of fact, comparison and value. */
export function ConditionsField({ id, value, onChange }: Props) {
  const { t } = useWords()
  const rows = (value as Condition[] | undefined) ?? []
  const set = (place: number, change: Partial<Condition>) =>
    onChange?.(rows.map((one, at) => (at === place ? { ...one, ...change } : one)))
  return (
    <div id={id} className="governance-conditions">
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name than its place
        <div key={place} className="governance-actions">
          <Select
            aria-label={t('governance.condition.fact')}
            value={row.fact}
            style={{ minWidth: 140 }}
            options={factNames.map((one) => ({ value: one, label: t(`governance.fact.${one}`) }))}
            onChange={(fact) => set(place, { fact })}
          />
          <Select
            aria-label={t('governance.condition.operator')}
            value={row.operator}
            style={{ minWidth: 100 }}
            options={operators.map((one) => ({ value: one, label: t(`governance.operator.${one}`) }))}
            onChange={(operator) => set(place, { operator })}
          />
          <Input
            aria-label={t('governance.condition.value')}
            value={writtenValue(row.fact, row.value)}
            style={{ width: 140 }}
            onChange={(event) => set(place, { value: keptValue(row.fact, event.target.value) })}
          />
          <Button onClick={() => onChange?.(rows.filter((_, at) => at !== place))}>
            {t('governance.condition.remove')}
          </Button>
        </div>
      ))}
      <Button
        onClick={() => onChange?.([...rows, { fact: 'regionCode', operator: 'startsWith', value: '45' }])}
      >
        {t('governance.condition.add')}
      </Button>
    </div>
  )
}
