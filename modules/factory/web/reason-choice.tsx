import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { useReason } from './state-tag.tsx'

/** A reason of the firm's tree, under its branch, or a person's own words. */
export function ReasonChoice({
  id,
  value,
  onChange,
}: {
  id?: string | undefined
  value: string
  onChange: (reason: string) => void
}) {
  const { t, name } = useWords()
  const reasonOf = useReason()
  const [isOpen, setOpen] = useState(false)
  const tree = useQuery(useApi(factory).ask.reasons({ query: { isRetired: false } }))
  const rows = tree.data?.rows ?? []
  const nameOf = (row: (typeof rows)[number]) => name({ nameZh: row.name, nameEn: row.nameEn })
  const named = new Map(rows.map((row) => [row.code, nameOf(row)]))
  const known = rows
    .filter((row) => !row.hasChildren)
    .map((row) => {
      const state = row.state ? ` · ${t(`factory.value.state.${row.state}`)}` : ''
      return { value: row.code, label: `${nameOf(row)}${state}`, branch: row.parentCode }
    })
  const branches = [...Map.groupBy(known, (one) => one.branch)].map(([branch, options]) => ({
    label: branch ? (named.get(branch) ?? branch) : t('factory.reasons.top'),
    options,
  }))
  // Whoever types the words of a known reason means it.
  const meant = (text: string) => rows.find((row) => nameOf(row) === text.trim())?.code ?? text
  const isOwn = value !== '' && !known.some((one) => one.value === value)
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={t('factory.column.reason')}
      placeholder={t('factory.column.reason')}
      mode="tags"
      open={isOpen}
      onOpenChange={setOpen}
      options={[...(isOwn ? [{ value, label: reasonOf(value) }] : []), ...branches]}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ? [value] : []}
      // One reason: the last that was chosen, and the list is gone.
      onChange={(next: string[]) => {
        onChange(meant(next.at(-1) ?? ''))
        setOpen(false)
      }}
      popupMatchSelectWidth={false}
      style={{ minInlineSize: 220 }}
    />
  )
}
