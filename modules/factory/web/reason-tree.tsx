import './losses.css'
import { StatusTag, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Tree } from 'antd'
import type { ReactNode } from 'react'
import { factory } from '../contract.ts'
import type { Reason } from './loss-types.ts'

/** The tree itself: drag to move, or the buttons; each row says what its time counts as. */
export function ReasonTree({
  rows,
  version,
  onEdit,
  onAdd,
}: {
  rows: readonly Reason[]
  version: number
  onEdit: (row: Reason) => void
  onAdd: (parentCode: string) => void
}) {
  const may = useMay()
  const { tell } = useApi(factory)
  const move = useMutation(tell.moveReason())
  const children = Map.groupBy(rows, (row) => row.parentCode)
  const nodesOf = (parent: string | null): Node[] =>
    (children.get(parent) ?? []).map((row) => ({
      key: row.code,
      title: (
        <Row
          row={row}
          version={version}
          brothers={children.get(parent) ?? []}
          onEdit={onEdit}
          onAdd={onAdd}
        />
      ),
      children: nodesOf(row.code),
    }))
  const mayWrite = may('factory.write')

  /** Onto a reason: below it, as the last; between two: before the one that follows. */
  function drop(code: string, target: string, gap: boolean, position: number): void {
    const on = rows.find((row) => row.code === target)
    if (!on || code === target) return
    const parentCode = gap ? on.parentCode : on.code
    const brothers = (children.get(parentCode) ?? []).filter((row) => row.code !== code)
    const at = brothers.findIndex((row) => row.code === target) + (position < 0 ? 0 : 1)
    const before = gap ? brothers[at]?.code : undefined
    const place = { ...(parentCode ? { parentCode } : {}), ...(before ? { before } : {}) }
    move.mutate({ params: { code }, body: { version, ...place } })
  }

  return (
    <Tree
      blockNode
      defaultExpandAll
      selectable={false}
      draggable={mayWrite ? { icon: false } : false}
      treeData={nodesOf(null)}
      onDrop={({ dragNode, node, dropToGap, dropPosition }) => {
        const own = Number(node.pos.split('-').at(-1))
        drop(String(dragNode.key), String(node.key), dropToGap, dropPosition - own)
      }}
    />
  )
}

type Node = { key: string; title: ReactNode; children: Node[] }

type RowProps = {
  row: Reason
  version: number
  brothers: readonly Reason[]
  onEdit: (row: Reason) => void
  onAdd: (parentCode: string) => void
}

function Row({ row, version, brothers, onEdit, onAdd }: RowProps) {
  const { t, name } = useWords()
  const may = useMay()
  return (
    <span className="reason-row">
      <span className="reason-dot" style={{ background: row.colour ?? 'transparent' }} />
      <span className={row.isRetired ? 'reason-retired' : 'reason-name'}>
        {name({ nameZh: row.name, nameEn: row.nameEn })}
      </span>
      <span className="reason-facts">
        {row.state ? t(`factory.value.state.${row.state}`) : null}
        {row.loss ? ` · ${t(`factory.value.loss.${row.loss}`)}` : null}
        {row.isPlanned ? ` · ${t('factory.reasons.planned')}` : null}
      </span>
      {row.isRetired ? <StatusTag tone="neutral" text={t('factory.reasons.retired')} /> : null}
      {may('factory.write') ? (
        <RowTools row={row} version={version} brothers={brothers} onEdit={onEdit} onAdd={onAdd} />
      ) : null}
    </span>
  )
}

function RowTools({ row, version, brothers, onEdit, onAdd }: RowProps) {
  const { t } = useWords()
  const { tell } = useApi(factory)
  const move = useMutation(tell.moveReason())
  const retire = useMutation(tell.retireReason())
  const at = brothers.findIndex((one) => one.code === row.code)
  const place = row.parentCode ? { parentCode: row.parentCode } : {}
  const step = (before: string | undefined) =>
    move.mutate({ params: { code: row.code }, body: { version, ...place, ...(before ? { before } : {}) } })
  return (
    <span className="reason-tools">
      <Button
        size="small"
        type="text"
        aria-label={t('factory.reasons.up')}
        disabled={at <= 0}
        onClick={() => step(brothers[at - 1]?.code)}
      >
        ↑
      </Button>
      <Button
        size="small"
        type="text"
        aria-label={t('factory.reasons.down')}
        disabled={at === brothers.length - 1}
        onClick={() => step(brothers[at + 2]?.code)}
      >
        ↓
      </Button>
      <Button size="small" type="link" onClick={() => onAdd(row.code)}>
        {t('factory.reasons.addBelow')}
      </Button>
      <Button size="small" type="link" onClick={() => onEdit(row)}>
        {t('factory.action.edit')}
      </Button>
      <Button
        size="small"
        type="link"
        onClick={() =>
          retire.mutate({ params: { code: row.code }, body: { version, isRetired: !row.isRetired } })
        }
      >
        {t(row.isRetired ? 'factory.reasons.return' : 'factory.reasons.retire')}
      </Button>
    </span>
  )
}
