import { type RowOf, useWords } from '@ronghe/kit/ui'
import type { assess } from '../contract.ts'

export type QualityRule = RowOf<typeof assess, 'qualityRules'>

/** What a rule of data quality says, with its two numbers. */
export function Limits({ rule }: { rule: Pick<QualityRule, 'kind' | 'least' | 'threshold'> }) {
  const { t, locale } = useWords()
  const { kind, least, threshold } = rule
  const share = (Number(threshold) * 100).toLocaleString(locale)
  return <>{t(`assess.quality.says.${kind}`, { least: least ?? 0, threshold, share })}</>
}
