import { useApi, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import type { Cell } from './types.ts'

/** Which firms a group is of: all, a city's, a trade's or those of a size. */
export function useScopeText(cell: Pick<Cell, 'scope' | 'key'>): string {
  const { t, name } = useWords()
  const regions = useQuery(useApi(registry).ask.regions({}))
  const trades = useQuery({
    ...useApi(registry).ask.trades({ query: { level: 1 } }),
    enabled: cell.scope === 'trade',
  })
  const city = regions.data?.rows.find(({ code }) => code === cell.key)
  const trade = trades.data?.rows.find(({ code }) => code === cell.key)
  const key = {
    all: '',
    region: city ? name(city) : cell.key,
    trade: trade ? name(trade) : cell.key,
    size: cell.scope === 'size' && cell.key !== '' ? t(`assess.value.size.${cell.key}`) : '',
  }[cell.scope]
  return t(`assess.benchmark.${cell.scope}`, { key })
}
