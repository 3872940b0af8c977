import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { factory } from '../contract.ts'

/** Every machine of the reader's own tree, to be chosen from. */
export function useMachines(): { value: string; label: string }[] {
  const { name } = useWords()
  const tree = useQuery(useApi(factory).ask.tree({}))
  return (tree.data?.rows ?? [])
    .filter((node) => node.kind === 'equipment')
    .map((node) => ({ value: node.id, label: name({ nameZh: node.name, nameEn: node.nameEn }) }))
}

/** One of them. */
export function MachineChoice({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useWords()
  const options = useMachines()
  return (
    <Select
      aria-label={t('factory.column.equipmentName')}
      placeholder={t('factory.column.equipmentName')}
      style={{ inlineSize: '100%', maxInlineSize: 360 }}
      size="large"
      showSearch={{ optionFilterProp: 'label' }}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      options={options}
    />
  )
}
