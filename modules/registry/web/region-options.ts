import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { registry } from '../contract.ts'

/** Cities and counties as choices. */
export function useRegionOptions(): { value: string; text: string }[] {
  const { name } = useWords()
  const regions = useQuery(useApi(registry).ask.regions({}))
  return (regions.data?.rows ?? []).map((one) => ({ value: one.code, text: `${name(one)} ${one.code}` }))
}
