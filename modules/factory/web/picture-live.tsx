import { formatNumber, unitText, useApi, useLive, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { stateTag } from '../contract/picture-shapes.ts'
import { factory } from '../contract.ts'
import type { PictureItem } from '../pictures/check.ts'
import { type Appearance, appearanceOf, type Known, knownOf } from '../pictures/look.ts'
import type { PictureValues } from './types.ts'

const refetchMs = 15_000

type Told = Pick<PictureValues['values'][number], 'value' | 'quality' | 'at'>

/** What a picture shows now: asked for, then renewed by each machine's live stream. */
export function usePictureValues(pictureId: string, version: number | null, machine: string | null) {
  const api = useApi(factory)
  const query = { ...(version ? { version } : {}), ...(machine ? { machine } : {}) }
  const ask = useQuery({
    ...api.ask.pictureValues({ params: { pictureId }, query }),
    refetchInterval: refetchMs,
  })
  const [told, setTold] = useState<ReadonlyMap<string, Told>>(new Map())
  const known: Known = useMemo(() => {
    const values = (ask.data?.values ?? []).map((one) => {
      const newer = told.get(one.tagId)
      return newer && (newer.at ?? '') > (one.at ?? '') ? { ...one, ...newer } : one
    })
    return knownOf(values, ask.data?.machines ?? [], ask.data?.alarms ?? [])
  }, [ask.data, told])
  const hear = (message: unknown) => {
    const { values, state } = message as { values?: (Told & { tagId: string })[]; state?: string }
    if (state) api.forget('pictureValues')
    if (values) setTold((old) => new Map([...old, ...values.map((one) => [one.tagId, one] as const)]))
  }
  const machines = (ask.data?.machines ?? []).map((one) => one.id)
  return { ask, known, machines, hear, resume: () => api.forget('pictureValues') }
}

/** Listens to one machine; draws nothing. */
export function Listener({
  id,
  onTold,
  onResume,
}: {
  id: string
  onTold: (message: unknown) => void
  onResume: () => void
}) {
  useLive(`factory.equipment.${id}`, onTold, { onResume })
  return null
}

/** The words of an item: its own, or its value with unit. */
export function useItemText(): (item: PictureItem, appearance: Appearance) => string {
  const { t, locale } = useWords()
  return (item, { value, unit, isMissing }) => {
    const own = (locale === 'en' ? item.textEn : undefined) ?? item.text ?? ''
    const isValued = item.binding !== undefined && item.symbol !== 'text' && item.symbol !== 'link'
    if (!isValued) return own
    const before = own ? `${own} ` : ''
    if (isMissing || value === null) return `${before}–`
    if (item.binding?.tag === stateTag) return before + t(`factory.value.state.${value}`)
    const shown = typeof value === 'number' ? formatNumber(value, locale, item.digits ?? 1) : value
    const text = unit ? unitText(unit, t) : ''
    return `${before}${shown}${text ? ` ${text}` : ''}`
  }
}

export function useAppearance(known: Known, machine: string | null, isBroken: boolean) {
  return (item: PictureItem): Appearance => {
    const one = appearanceOf(item, known, machine)
    // Without the live stream nothing on the page is known to be so now.
    return isBroken && item.binding ? { ...one, isOld: true } : one
  }
}
