import { useWords } from '@ronghe/kit/ui'
import { Button, InputNumber } from 'antd'
import { MachineChoice } from './machine-choice.tsx'

type Rate = { equipmentId: string; idealCycleMs: number }

/** Machines that make the product with a cycle of their own. */
export function RatesField({
  value,
  onChange,
}: {
  value: readonly Rate[]
  onChange: (rates: Rate[]) => void
}) {
  const { t } = useWords()
  const change = (at: number, patch: Partial<Rate>) =>
    onChange(value.map((rate, index) => (index === at ? { ...rate, ...patch } : rate)))
  return (
    <div>
      {value.map((rate, at) => (
        <div key={rate.equipmentId || `new ${at}`} className="factory-shift-row">
          <MachineChoice value={rate.equipmentId} onChange={(equipmentId) => change(at, { equipmentId })} />
          <InputNumber
            aria-label={t('factory.column.idealCycleMs')}
            min={0.001}
            step={0.1}
            suffix="s"
            value={rate.idealCycleMs / 1000}
            onChange={(seconds) => change(at, { idealCycleMs: Math.round((seconds ?? 0) * 1000) })}
          />
          <Button type="link" onClick={() => onChange(value.filter((_, index) => index !== at))}>
            {t('factory.product.removeRate')}
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange([...value, { equipmentId: '', idealCycleMs: 60_000 }])}>
        {t('factory.product.addRate')}
      </Button>
    </div>
  )
}
