import { searchQuery, useApi, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQueries } from '@tanstack/react-query'
import { useCallback } from 'react'

/** A choice among all service agencies of the region, and the names of those that are chosen (null: none). */
export function useAgencies(chosen: readonly (string | null)[]) {
  const { name } = useWords()
  const { ask, call } = useApi(registry)
  const find = useCallback(
    async (q: string) => {
      const query = { kind: 'serviceAgency' as const, ...searchQuery(q) }
      const { rows } = await call.organisations({ query })
      return rows.map((row) => ({ value: row.id, text: name(row) }))
    },
    [call, name],
  )
  const ids = [...new Set(chosen.filter((id) => id !== null))]
  const asked = useQueries({
    queries: ids.map((organisationId) => ask.organisation({ params: { organisationId } })),
  })
  const options = asked.flatMap(({ data }) => (data ? [{ value: data.id, text: name(data) }] : []))
  const nameOf = (id: string | null) => options.find(({ value }) => value === id)?.text ?? null
  return { field: { find, options }, nameOf }
}
