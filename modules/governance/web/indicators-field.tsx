import { useWords } from '@ronghe/kit/ui'
import { Button, Input, InputNumber } from 'antd'
import { indicatorKinds, type Scheme } from '../appraisal/scheme.ts'
import './governance.css'

type Props = { id?: string; value?: unknown; onChange?: (value: unknown) => void }
type Indicator = Scheme['indicators'][number]

/** Indicators as rows of kind, name and weight, whose sum is shown. */
export function IndicatorsField({ id, value, onChange }: Props) {
  const { t, locale } = useWords()
  const indicators = (value as Indicator[] | undefined) ?? []
  const set = (rows: Indicator[]) => onChange?.(rows)
  const setRow = (place: number, change: Partial<Indicator>) =>
    set(indicators.map((one, at) => (at === place ? { ...one, ...change } : one)))
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
          <Button onClick={() => set(indicators.filter((one) => one !== row))}>
            {t('governance.condition.remove')}
          </Button>
        </div>
      ))}
      <div className="governance-actions">
        {free.map((kind) => (
          <Button key={kind} size="small" onClick={() => set([...indicators, rowOf(kind)])}>
            + {t(`governance.value.indicator.${kind}`)}
          </Button>
        ))}
        <strong className={sum === 100 ? undefined : 'governance-wrong'}>
          {t('governance.appraisal.sum', { sum })}
        </strong>
      </div>
    </div>
  )

  function rowOf(kind: Indicator['kind']): Indicator {
    const word = t(`governance.value.indicator.${kind}`)
    return { kind, nameZh: word, nameEn: word, weight: Math.max(1, 100 - sum) }
  }
}
