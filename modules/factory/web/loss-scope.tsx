import { Row, useApi, useChangeSearch, useMinute, useSearch, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { factory } from '../contract.ts'

const dayMs = 86_400_000
const spans = { today: 1, week: 7, month: 30, quarter: 91 } as const

/** What the pages of losses are about, kept in the address. */
export type LossScope = {
  fromDay: string
  toDay: string
  unit?: string
  equipment?: string
  shift?: string
}

export function useLossScope(): LossScope {
  const search = useSearch() as Record<string, string | undefined>
  const today = localDayOf(useMinute())
  const { unit, equipment, shift } = search
  return {
    fromDay: search.fromDay ?? dayBefore(today, spans.week - 1),
    toDay: search.toDay ?? today,
    ...(unit ? { unit } : {}),
    ...(equipment && !unit ? { equipment } : {}),
    ...(shift ? { shift } : {}),
  }
}

/** Chooses unit, days and shift. */
export function LossScopeBar({ scope, shiftNames }: { scope: LossScope; shiftNames?: readonly string[] }) {
  const { t } = useWords()
  const change = useChangeSearch()
  const today = localDayOf(useMinute())
  const choose = (days: number) => change({ fromDay: dayBefore(today, days - 1), toDay: today })
  const names = [...new Set([...(shiftNames ?? []), ...(scope.shift ? [scope.shift] : [])])]
  return (
    <Row>
      <UnitChoice value={scope.unit ?? ''} onChange={(unit) => change({ unit, equipment: '' })} />
      {Object.entries(spans).map(([key, days]) => (
        <Button key={key} size="small" onClick={() => choose(days)}>
          {t(`factory.losses.${key}`)}
        </Button>
      ))}
      <Input
        type="date"
        aria-label={t('factory.losses.fromDay')}
        style={{ inlineSize: 150 }}
        value={scope.fromDay}
        max={scope.toDay}
        onChange={(event) => event.target.value && change({ fromDay: event.target.value })}
      />
      <Input
        type="date"
        aria-label={t('factory.losses.toDay')}
        style={{ inlineSize: 150 }}
        value={scope.toDay}
        min={scope.fromDay}
        onChange={(event) => event.target.value && change({ toDay: event.target.value })}
      />
      {names.length > 0 ? (
        <Select
          aria-label={t('factory.losses.shift')}
          style={{ minInlineSize: 120 }}
          value={scope.shift ?? ''}
          onChange={(shift) => change({ shift })}
          options={[
            { value: '', label: t('factory.losses.allShifts') },
            ...names.map((value) => ({ value, label: value })),
          ]}
        />
      ) : null}
    </Row>
  )
}

/** The scope as the address of the list of stops has it; `span` is that of its shifts, where it is one. */
export function useStopsQuery(scope: LossScope, span: { from: string; to: string } | null): string {
  const now = useMinute()
  const end = Math.min(now, span ? Date.parse(span.to) : Date.parse(scope.toDay) + dayMs)
  const where = scope.unit ? `&unit=${scope.unit}` : scope.equipment ? `&equipment=${scope.equipment}` : ''
  return `range=${Date.parse(span?.from ?? scope.fromDay)}~${end}${where}`
}

/** The page of the machines' shifts that make a loss. */
export function shiftsBehindPage(scope: LossScope, asked: Record<string, string>): string {
  const { fromDay, toDay, unit, equipment, shift } = scope
  const where = {
    ...(unit ? { unit } : {}),
    ...(equipment ? { equipment } : {}),
    ...(shift ? { shift } : {}),
  }
  return `/factory/losses/shifts?${new URLSearchParams({ fromDay, toDay, ...where, ...asked })}`
}

/** A site, area, line or cell of the tree; nothing chosen is the whole firm. */
export function UnitChoice({
  value,
  onChange,
  required,
}: {
  value: string
  onChange: (unit: string) => void
  required?: boolean
}) {
  const { t, name } = useWords()
  const units = useUnits()
  const options = units.map(({ node, depth }) => ({
    value: node.id,
    label: `${'　'.repeat(depth)}${name({ nameZh: node.name, nameEn: node.nameEn })}`,
  }))
  return (
    <Select
      aria-label={t('factory.losses.unit')}
      style={{ minInlineSize: 200 }}
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      onChange={onChange}
      options={required ? options : [{ value: '', label: t('factory.losses.wholeFirm') }, ...options]}
    />
  )
}

/** Units of the reader's tree, depth first. */
export function useUnits() {
  const tree = useQuery(useApi(factory).ask.tree({}))
  const rows = tree.data?.rows ?? []
  const children = Map.groupBy(rows, (node) => node.parentId)
  type Shown = { node: (typeof rows)[number]; depth: number }
  const walk = (parentId: string | null, depth: number): Shown[] =>
    (children.get(parentId) ?? []).flatMap((node) => {
      if (node.kind === 'equipment') return []
      if (node.kind === 'organisation') return walk(node.id, depth)
      return [{ node, depth }, ...walk(node.id, depth + 1)]
    })
  return walk(null, 0)
}

/** The reader's own day of a moment. */
export function localDayOf(ms: number): string {
  const at = new Date(ms)
  return new Date(ms - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * dayMs).toISOString().slice(0, 10)
}
