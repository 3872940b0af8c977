import { type Option, searchQuery, useApi, useMay, useMe, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useMemo } from 'react'
import { factory } from '../contract.ts'

type Find = (q: string) => Promise<Option[]>

/** Searches of forms, among all there are and not only the first of them. */
export function useFinders() {
  const { name } = useWords()
  const { call: units } = useApi(registry)
  const { call: machines } = useApi(factory)
  const organisation = useMe().organisation?.id
  const seesMembers = useMay()('registry.member.read')
  return useMemo(() => {
    const own = organisation === undefined ? {} : { organisation }
    const named = (row: { id: string; name: string; nameEn: string | null }) => ({
      value: row.id,
      text: name({ nameZh: row.name, nameEn: row.nameEn }),
    })
    const text = (row: { code: string; name: string; nameEn?: string | null }) =>
      `${row.code} ${name({ nameZh: row.name, nameEn: row.nameEn ?? null })}`
    const findUnits: Find = async (q) =>
      (await units.units({ query: searchQuery(q) })).rows.map((row) => ({ value: row.id, text: text(row) }))
    const findMachines: Find = async (q) => {
      const { rows } = await machines.equipment({ query: { ...searchQuery(q), ...own, isRetired: false } })
      return rows.map((row) => ({ value: row.id, text: text(row) }))
    }
    const findEdges = async (q: string) =>
      (await machines.edges({ query: { ...searchQuery(q), ...own } })).rows.filter(
        (row) => row.revokedAt === null,
      )
    const findProducts: Find = async (q) => {
      const { rows } = await machines.products({ query: { ...searchQuery(q), isRetired: false } })
      return rows.map((row) => ({ value: row.id, text: text(row) }))
    }
    const findMeters: Find = async (q) =>
      (await machines.energyMeters({ query: searchQuery(q) })).rows.map(named)
    const findPictures: Find = async (q) =>
      (await machines.pictures({ query: searchQuery(q) })).rows.map(named)
    const findMembers: Find = async (q) => {
      if (!seesMembers) return []
      const { rows } = await units.members({ query: searchQuery(q) })
      return rows.map((row) => ({ value: row.personId, text: row.name }))
    }
    return { findUnits, findMachines, findEdges, findProducts, findMeters, findPictures, findMembers }
  }, [units, machines, organisation, seesMembers, name])
}
