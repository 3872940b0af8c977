import { formatNumber, SimpleTable, StatusTag, useWords } from '@ronghe/kit/ui'
import { writtenValue } from '../funds/condition-value.ts'
import type { Judged } from '../funds/eligibility.ts'

type Words = ReturnType<typeof useWords>

/** Facts whose values are words of the directory. */
const worded = ['kind', 'sizeClass', 'verification'] as const

function saidBy({ t, locale }: Words, fact: string, text: string): string {
  if (text === 'true' || text === 'false') return t(`governance.condition.${text}`)
  const known = worded.find((one) => one === fact)
  if (!known) return moneySaid(fact, text, locale)
  const words = text.split(',').map((value) => t(`registry.value.${known}.${value}`))
  return words.join(t('kit.listSeparator'))
}

/** Money in yuan, with its thousands apart. */
function moneySaid(fact: string, text: string, locale: Words['locale']): string {
  const yuan = writtenValue(fact, text)
  if (yuan === text) return text
  const said = yuan.split(',').map((one) => formatNumber(Number(one), locale, 2))
  return said.join(' / ')
}

/** Conditions with what was found: met, not met, or not known. */
export function JudgedTable({ rows }: { rows: readonly Judged[] }) {
  const words = useWords()
  const { t } = words
  return (
    <SimpleTable
      caption={t('governance.programme.conditions')}
      rowKey="fact"
      rows={[...rows]}
      columns={[
        {
          key: 'fact',
          title: t('governance.condition.fact'),
          render: (row) => t(`governance.fact.${row.fact}`),
        },
        {
          key: 'value',
          title: t('governance.programme.needed'),
          render: (row) =>
            `${t(`governance.operator.${row.operator}`)} ${saidBy(words, row.fact, row.value)}`,
        },
        {
          key: 'found',
          title: t('governance.programme.found'),
          render: (row) => (row.found === null ? '–' : saidBy(words, row.fact, row.found)),
        },
        {
          key: 'met',
          title: t('governance.programme.met'),
          render: (row) => (
            <StatusTag
              tone={row.met === null ? 'unknown' : row.met ? 'success' : 'error'}
              text={t(`governance.programme.met.${row.met}`)}
            />
          ),
        },
      ]}
    />
  )
}
