import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { registry } from '../contract.ts'

/** Cities and counties as choices, or those of one level. */
export function useRegionOptions(level?: 'city'): { value: string; text: string }[] {
  const { name } = useWords()
  const regions = useQuery(useApi(registry).ask.regions({}))
  const rows = (regions.data?.rows ?? []).filter((one) => level === undefined || one.level === level)
  return rows.map((one) => ({ value: one.code, text: `${name(one)} ${one.code}` }))
}
