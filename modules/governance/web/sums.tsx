import { Facts, Figure, Panel, useWords } from '@ronghe/kit/ui'

export type SumPart = {
  /** Names the word `governance.short.<key>`. */
  key: string
  value: number | null
  unit: string
  basis: 'evidenced' | 'declared'
}

/** What the rows below amount to: a figure that led here stands here again, beside what makes it. */
export function Sums({ parts, at }: { parts: readonly SumPart[]; at: string }) {
  const { t } = useWords()
  return (
    <Panel title={t('governance.sums.title')}>
      <Facts
        items={parts.map(({ key, ...figure }) => ({
          label: t(`governance.short.${key}`),
          value: <Figure compact label={t(`governance.short.${key}`)} figure={{ ...figure, at }} />,
        }))}
      />
    </Panel>
  )
}

/** A share as percent with two decimals, as figures show it. */
export function percentOf(share: number | null): number | null {
  return share === null ? null : Math.round(share * 10_000) / 100
}
