import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { registry } from '../contract.ts'

/** Kinds of systems in the reader's language. */
export function useKinds() {
  const { name } = useWords()
  const asked = useQuery(useApi(registry).ask.systemKinds({}))
  const rows = asked.data?.rows ?? []
  return { rows, options: rows.map((one) => ({ value: one.code, text: name(one) })) }
}
