import { formatNumber, useWords } from '@ronghe/kit/ui'

/** Fen as yuan, with ten thousands (万) in Chinese where they read better. */
export function Money({ fen }: { fen: number | null }) {
  const { t, locale } = useWords()
  if (fen === null) return '–'
  const yuan = fen / 100
  if (locale === 'zh' && Math.abs(yuan) >= 10_000)
    return t('governance.money.wan', { amount: formatNumber(yuan / 10_000, locale, 2) })
  return t('governance.money.yuan', { amount: formatNumber(yuan, locale, 2) })
}
