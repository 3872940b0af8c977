import { useWords } from '@ronghe/kit/ui'
import { Button, Input, InputNumber, Select } from 'antd'
import { indicatorKinds, type Scheme } from '../appraisal/scheme.ts'

type Props = { id?: string; value?: unknown; onChange?: (value: unknown) => void }
type Indicator = Scheme['indicators'][number]

/** Indicators as rows of kind, name and weight, whose sum is shown; below them the limits. */
export function SchemeField({ id, value, onChange }: Props) {
  const { t, locale } = useWords()
  const scheme = value as Scheme
  const { indicators } = scheme
  const set = (change: Partial<Scheme>) => onChange?.({ ...scheme, ...change })
  const setRow = (place: number, change: Partial<Indicator>) =>
    set({ indicators: indicators.map((one, at) => (at === place ? { ...one, ...change } : one)) })
  const free = indicatorKinds.filter((kind) => !indicators.some((one) => one.kind === kind))
  const sum = indicators.reduce((all, one) => all + one.weight, 0)
  const nameKey = locale === 'zh' ? 'nameZh' : 'nameEn'
  return (
    <div id={id} className="governance-conditions">
      {indicators.map((row, place) => (
        <div key={row.kind} className="governance-actions">
          <span className="governance-kind">{t(`governance.value.indicator.${row.kind}`)}</span>
          <Input
            aria-label={t('governance.column.indicator')}
            value={row[nameKey]}
            style={{ width: 160 }}
            onChange={(event) => setRow(place, { [nameKey]: event.target.value })}
          />
          <InputNumber
            aria-label={t('governance.appraisal.indicators')}
            value={row.weight}
            min={1}
            max={100}
            precision={0}
            onChange={(weight) => setRow(place, { weight: Number(weight ?? 1) })}
          />
          <Button onClick={() => set({ indicators: indicators.filter((one) => one !== row) })}>
            {t('governance.condition.remove')}
          </Button>
        </div>
      ))}
      <div className="governance-actions">
        {free.map((kind) => (
          <Button key={kind} size="small" onClick={() => set({ indicators: [...indicators, rowOf(kind)] })}>
            + {t(`governance.value.indicator.${kind}`)}
          </Button>
        ))}
        <strong className={sum === 100 ? undefined : 'governance-wrong'}>
          {t('governance.appraisal.sum', { sum })}
        </strong>
      </div>
      <Limits scheme={scheme} set={set} />
    </div>
  )

  function rowOf(kind: Indicator['kind']): Indicator {
    const word = t(`governance.value.indicator.${kind}`)
    return { kind, nameZh: word, nameEn: word, weight: Math.max(1, 100 - sum) }
  }
}

type LimitsProps = { scheme: Scheme; set: (change: Partial<Scheme>) => void }

/** What reasons may add and take away, where a veto holds the total, what nothing to count means. */
function Limits({ scheme, set }: LimitsProps) {
  const { t } = useWords()
  return (
    <div className="governance-actions">
      {(['additionsMax', 'deductionsMax', 'vetoAtMost'] as const).map((key) => (
        <span key={key}>
          {t(`governance.field.scheme.${key}`)}{' '}
          <InputNumber
            aria-label={t(`governance.field.scheme.${key}`)}
            value={scheme[key]}
            min={0}
            max={key === 'vetoAtMost' ? 100 : 50}
            precision={0}
            onChange={(most) => set({ [key]: Number(most ?? 0) })}
          />
        </span>
      ))}
      <Select
        aria-label={t('governance.field.scheme.missing')}
        value={scheme.missing}
        style={{ minWidth: 180 }}
        options={(['drop', 'lowest'] as const).map((one) => ({
          value: one,
          label: t('governance.appraisal.missingIs', { rule: t(`governance.value.scheme.missing.${one}`) }),
        }))}
        onChange={(missing) => set({ missing })}
      />
    </div>
  )
}
