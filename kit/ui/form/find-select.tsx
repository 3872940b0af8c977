import { Select } from 'antd'
import { type AriaAttributes, type CSSProperties, useEffect, useState } from 'react'
import type { Option } from '../list/types.ts'
import { useWords } from '../words.tsx'

export type FindSelectProps = AriaAttributes & {
  id?: string
  several?: boolean
  disabled?: boolean
  size?: 'small'
  allowClear?: boolean
  style?: CSSProperties
  placeholder?: string
  /** What is to be read of values that no search has found yet, such as the one that holds now. */
  known?: readonly Option[]
  find: (q: string) => Promise<readonly Option[]>
  value: string | string[] | undefined
  onChange: (value: string | string[] | undefined) => void
}

/** A choice among more than one would load: what is typed is searched for where all of it lies. */
export function FindSelect({
  several = false,
  known = [],
  find,
  value,
  onChange,
  placeholder,
  ...rest
}: FindSelectProps) {
  const { t } = useWords()
  const [q, setQ] = useState('')
  const { found, isBusy } = useFound(find, q)
  // What was chosen keeps its text when another search finds others.
  const [kept, setKept] = useState<readonly Option[]>([])
  const shown = shownOf(found, [...kept, ...known], [value ?? []].flat())
  const choose = (next: string | string[] | null) => {
    const chosen = [next ?? []].flat()
    setKept(shown.filter((one) => chosen.includes(one.value)))
    onChange(next ?? undefined)
  }
  return (
    <Select
      {...rest}
      {...(several ? { mode: 'multiple' as const } : {})}
      value={value ?? (several ? [] : null)}
      options={shown.map((one) => ({ value: one.value, label: one.text }))}
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={isBusy}
      onChange={choose}
      placeholder={placeholder ?? t('ui.find')}
    />
  )
}

/** What was found, and of the rest what is chosen, so that its text can be read. */
function shownOf(found: readonly Option[], others: readonly Option[], chosen: readonly string[]): Option[] {
  const shown = new Map(found.map((one) => [one.value, one]))
  for (const one of others) if (chosen.includes(one.value) && !shown.has(one.value)) shown.set(one.value, one)
  return [...shown.values()]
}

const typingMs = 250

function useFound(find: FindSelectProps['find'], q: string): { found: readonly Option[]; isBusy: boolean } {
  const [found, setFound] = useState<readonly Option[]>([])
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    let current = true
    setBusy(true)
    const timer = setTimeout(() => {
      find(q)
        .then((rows) => current && setFound(rows))
        .catch(() => current && setFound([]))
        .finally(() => current && setBusy(false))
    }, typingMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [q, find])
  return { found, isBusy }
}
