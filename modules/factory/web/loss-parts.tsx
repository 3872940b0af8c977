import {
  Figure,
  formatNumber,
  Link,
  Panel,
  type SimpleColumn,
  SimpleTable,
  StatusTag,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { Select } from 'antd'
import type { Losses } from './loss-types.ts'

const weightings = ['plannedTime', 'volume', 'plain'] as const
type Part = Losses['parts'][number]

/** The parts with what each weighs; a click opens the part. */
export function LossParts({
  losses,
  isFixed,
}: {
  losses: Pick<Losses, 'parts' | 'without' | 'inputsHash'>
  /** By planned time, without a choice. */
  isFixed?: boolean
}) {
  const { t } = useWords()
  const [weighting, setWeighting] = useSearchState('weighting', 'plannedTime')
  const columns = useColumns()
  return (
    <Panel
      title={t('factory.losses.parts')}
      extra={
        isFixed ? null : (
          <Select
            aria-label={t('factory.losses.weighting')}
            style={{ minInlineSize: 220 }}
            value={weighting}
            onChange={setWeighting}
            options={weightings.map((value) => ({ value, label: t(`factory.losses.by.${value}`) }))}
          />
        )
      }
    >
      <SimpleTable caption={t('factory.losses.parts')} rowKey="id" rows={losses.parts} columns={columns} />
      {losses.without.length > 0 ? (
        <p>
          {t('factory.losses.without')}{' '}
          {losses.without.map((one, at) => (
            <span key={one.id}>
              {at > 0 ? ' · ' : null}
              <Link to={`/factory/equipment/${one.id}?tab=plan`}>{one.name}</Link>{' '}
              <small>{t(one.reason)}</small>
            </span>
          ))}
        </p>
      ) : null}
      <p className="loss-hash">
        {t('factory.column.inputsHash')} <code>{losses.inputsHash}</code>
      </p>
    </Panel>
  )
}

function useColumns(): SimpleColumn<Part>[] {
  const { t, locale } = useWords()
  const factor = (key: 'oee' | 'availability' | 'effectiveness' | 'quality', title: string) => ({
    ...{ key, title: t(title), align: 'end' as const },
    render: (row: Part) => (
      <>
        <Figure compact label={row.name} figure={row.factors[key]} digits={1} />{' '}
        {key === 'effectiveness' && row.overSpeed ? (
          <StatusTag tone="warning" text={t('factory.losses.overSpeed')} />
        ) : null}
      </>
    ),
  })
  const number = (
    key: string,
    title: string,
    value: (row: Part) => number | null,
    digits: number,
    unit = '',
  ) => ({
    ...{ key, title: t(title), align: 'end' as const },
    render: (row: Part) => {
      const one = value(row)
      return one === null ? '–' : `${formatNumber(one, locale, digits)}${unit}`
    },
  })
  return [
    {
      key: 'name',
      title: t('factory.column.name'),
      render: (row) => <Link to={row.factors.availability.proof ?? ''}>{row.name}</Link>,
    },
    { key: 'machines', title: t('factory.losses.machines'), align: 'end' },
    factor('oee', 'factory.column.oee'),
    factor('availability', 'factory.column.availability'),
    factor('effectiveness', 'factory.column.effectiveness'),
    factor('quality', 'factory.oee.quality'),
    number('plannedHours', 'factory.column.plannedHours', (row) => row.plannedHours, 1),
    number('parts', 'factory.losses.partsMade', (row) => row.parts, 0),
    number('weight', 'factory.losses.weight', (row) => row.weights.oee && row.weights.oee * 100, 1, '%'),
  ]
}
