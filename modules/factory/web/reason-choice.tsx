import { useWords } from '@ronghe/kit/ui'
import { Select } from 'antd'
import { knownReasons } from '../reasons.ts'
import { useReason } from './state-tag.tsx'

/** A usual reason, or a person's own words. */
export function ReasonChoice({
  id,
  value,
  onChange,
}: {
  id?: string | undefined
  value: string
  onChange: (reason: string) => void
}) {
  const { t } = useWords()
  const reasonOf = useReason()
  const keys = knownReasons.map(({ key }) => key as string)
  const known = knownReasons.map(({ key, state }) => ({
    value: key as string,
    label: `${reasonOf(key)} · ${t(`factory.value.state.${state}`)}`,
  }))
  // Whoever types the words of a known reason means it.
  const meant = (text: string) => keys.find((key) => reasonOf(key) === text.trim()) ?? text
  const own = value && !keys.includes(value) ? [{ value, label: reasonOf(value) }] : []
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={t('factory.column.reason')}
      placeholder={t('factory.column.reason')}
      mode="tags"
      maxCount={1}
      options={[...own, ...known]}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ? [value] : []}
      onChange={(next: string[]) => onChange(meant(next.at(-1) ?? ''))}
      style={{ minInlineSize: 180 }}
    />
  )
}
