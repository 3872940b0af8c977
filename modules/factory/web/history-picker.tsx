import { Nothing, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Select, Tree } from 'antd'
import { useDeferredValue, useState } from 'react'
import { factory } from '../contract.ts'
import { useMachineSignals } from './machine-signals.ts'
import type { HistorySignal } from './types.ts'

/** Most signals of one question. */
export const signalsMax = 50

type Props = { ids: string[]; signals: ReadonlyMap<string, HistorySignal>; onChange(ids: string[]): void }

export function useSignalName(): (signal: HistorySignal) => string {
  const { name } = useWords()
  return (signal) => {
    const label = name({ nameZh: signal.label ?? signal.name, nameEn: signal.labelEn ?? signal.name })
    return `${signal.equipmentName} · ${label}`
  }
}

/** Signals by search, or from the tree of sites, lines and machines. */
export function SignalPicker({ ids, signals, onChange }: Props) {
  const { t } = useWords()
  const api = useApi(factory)
  const nameOf = useSignalName()
  const [q, setQ] = useState('')
  const [isTree, setTree] = useState(false)
  const asked = useDeferredValue(q)
  const query = { valueType: 'number' as const, pageSize: 50, ...(asked === '' ? {} : { q: asked }) }
  const found = useQuery(api.ask.historySignals({ query }))
  const shown = new Map([...signals, ...(found.data?.rows ?? []).map((one) => [one.tagId, one] as const)])
  const options = [...shown.values()].map((one) => ({ value: one.tagId, label: nameOf(one) }))
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <Select
        mode="multiple"
        maxCount={signalsMax}
        showSearch
        filterOption={false}
        onSearch={setQ}
        value={ids}
        onChange={(next) => {
          setQ('')
          onChange(next)
        }}
        options={options}
        loading={found.isFetching}
        notFoundContent={<Nothing text={t('factory.history.noSignal')} />}
        placeholder={t('factory.history.pick')}
        aria-label={t('factory.page.signals')}
        style={{ flex: 1, minWidth: 0 }}
      />
      <Button onClick={() => setTree(true)}>{t('factory.history.fromTree')}</Button>
      <Drawer
        open={isTree}
        onClose={() => setTree(false)}
        title={t('factory.history.fromTree')}
        size="default"
      >
        {isTree && <SignalTree ids={ids} onChange={onChange} />}
      </Drawer>
    </div>
  )
}

type TreeItem = { key: string; title: string; isLeaf: boolean; checkable: boolean; children?: TreeItem[] }

function SignalTree({ ids, onChange }: { ids: string[]; onChange(ids: string[]): void }) {
  const { t, name } = useWords()
  const api = useApi(factory)
  const tree = useQuery(api.ask.tree({}))
  const signalsOf = useMachineSignals()
  const [leaves, setLeaves] = useState<ReadonlyMap<string, TreeItem[]>>(new Map())
  const nodes = tree.data?.rows ?? []
  const below = Map.groupBy(nodes, (node) => node.parentId ?? '')
  const itemsOf = (parent: string): TreeItem[] =>
    (below.get(parent) ?? []).map((node) => {
      const title = name({ nameZh: node.name, nameEn: node.nameEn })
      const item = { key: node.id, title, isLeaf: false, checkable: false }
      if (node.kind !== 'equipment') return { ...item, children: itemsOf(node.id) }
      const own = leaves.get(node.id)
      return own ? { ...item, children: own } : item
    })
  const roots = nodes.filter((node) => node.kind === 'organisation')
  const items = roots.map((root) => ({
    key: root.id,
    title: name({ nameZh: root.name, nameEn: root.nameEn }),
    isLeaf: false,
    checkable: false,
    children: itemsOf(root.id),
  }))
  async function load(equipmentId: string): Promise<void> {
    if (!nodes.some((node) => node.id === equipmentId && node.kind === 'equipment')) return
    const made = (await signalsOf(equipmentId)).map((one) => ({
      key: one.tagId,
      title: name({ nameZh: one.label ?? one.name, nameEn: one.labelEn ?? one.name }),
      isLeaf: true,
      checkable: true,
    }))
    setLeaves((had) => new Map([...had, [equipmentId, made]]))
  }
  if (items.length === 0) return <Nothing text={t('factory.tree.none')} />
  return (
    <Tree
      checkable
      selectable={false}
      defaultExpandedKeys={roots.map(({ id }) => id)}
      treeData={items}
      checkedKeys={ids}
      loadData={(node) => load(String(node.key))}
      onCheck={(_, { node, checked }) => {
        const id = String(node.key)
        const next = checked ? [...ids, id] : ids.filter((one) => one !== id)
        if (next.length <= signalsMax) onChange(next)
      }}
    />
  )
}
