import { searchQuery, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { registry } from '../contract.ts'

/** Searches of forms, among all there are and not only the first of them. */
export function useFinders() {
  const { name } = useWords()
  const { call } = useApi(registry)
  return useMemo(() => {
    const optionOf = (row: { id: string; code: string; name: string; nameEn: string | null }) => ({
      value: row.id,
      text: `${row.code} ${name(row)}`,
    })
    return {
      findUnits: async (q: string) => (await call.units({ query: searchQuery(q) })).rows.map(optionOf),
      findParks: async (q: string) => (await call.parks({ query: searchQuery(q) })).rows.map(optionOf),
      findOperators: async (q: string) => {
        const { rows } = await call.organisations({ query: { ...searchQuery(q), kind: 'park' } })
        return rows.map((row) => ({ value: row.id, text: name(row) }))
      },
      findSystems: async (q: string, organisation: string) => {
        const { rows } = await call.systems({ query: { ...searchQuery(q), organisation } })
        return rows.map((row) => ({ value: row.id, text: name(row) }))
      },
    }
  }, [call, name])
}

/** A unit as an option, for the field that holds it already; nothing while it is asked for. */
export function useUnitOption(unitId: string | null) {
  const { name } = useWords()
  const asked = useQuery({
    ...useApi(registry).ask.unit({ params: { unitId: unitId ?? '' } }),
    enabled: unitId !== null,
  })
  return asked.data ? [{ value: asked.data.id, text: `${asked.data.code} ${name(asked.data)}` }] : []
}
