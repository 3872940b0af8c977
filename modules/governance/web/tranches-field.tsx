import { useWords } from '@ronghe/kit/ui'
import { Button, Input, InputNumber } from 'antd'
import { Money } from './money.tsx'

type Tranche = { amountFen: number; milestone: string; dueOn: string }
type Props = { id?: string; value?: unknown; onChange?: (value: unknown) => void; grantFen: number }

/** Tranches as rows of amount (yuan), milestone and due day; their sum is shown against the grant. */
export function TranchesField({ id, value, onChange, grantFen }: Props) {
  const { t } = useWords()
  const rows = (value as Tranche[] | undefined) ?? []
  const set = (place: number, change: Partial<Tranche>) =>
    onChange?.(rows.map((one, at) => (at === place ? { ...one, ...change } : one)))
  const sum = rows.reduce((all, one) => all + one.amountFen, 0)
  return (
    <div id={id} className="governance-conditions">
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tranche has no other name than its place
        <div key={place} className="governance-actions">
          <InputNumber
            aria-label={t('governance.tranche.amount')}
            value={row.amountFen / 100}
            min={0}
            onChange={(amount) => set(place, { amountFen: Math.round(Number(amount ?? 0) * 100) })}
          />
          <Input
            aria-label={t('governance.field.milestone')}
            placeholder={t('governance.field.milestone')}
            value={row.milestone}
            style={{ width: 160 }}
            onChange={(event) => set(place, { milestone: event.target.value })}
          />
          <Input
            type="date"
            aria-label={t('governance.column.dueOn')}
            value={row.dueOn}
            style={{ width: 150 }}
            onChange={(event) => set(place, { dueOn: event.target.value })}
          />
          <Button onClick={() => onChange?.(rows.filter((_, at) => at !== place))}>
            {t('governance.condition.remove')}
          </Button>
        </div>
      ))}
      <div className="governance-actions">
        <Button
          onClick={() =>
            onChange?.([...rows, { amountFen: Math.max(0, grantFen - sum), milestone: '', dueOn: '' }])
          }
        >
          {t('governance.tranche.add')}
        </Button>
        <span>
          <Money fen={sum} /> / <Money fen={grantFen} />
        </span>
      </div>
    </div>
  )
}
