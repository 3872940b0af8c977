import { Panel, Stack, TrendChart, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { useAllStates } from './all-states.ts'
import { Approximate } from './approximate.tsx'
import { useSpan } from './span.ts'
import { SpanTabs } from './span-tabs.tsx'
import { toneOf, useReason } from './state-tag.tsx'
import type { Machine } from './types.ts'

const signalsMax = 6

/** Chosen signals over time as bands of minimum and maximum, with the machine's states beneath. */
export function TrendTab({ machine }: { machine: Machine }) {
  const { t, name } = useWords()
  const api = useApi(factory)
  const reasonOf = useReason()
  const span = useSpan('day')
  const tags = useQuery(api.ask.tags({ params: { equipmentId: machine.id } }))
  const numbers = (tags.data?.rows ?? []).filter((tag) => tag.valueType === 'number')
  const usual = numbers.filter((tag) => /load|rpm|Fact/i.test(tag.name)).slice(0, 2)
  const [chosen, setChosen] = useState<string[] | null>(null)
  const ids = chosen ?? (usual.length > 0 ? usual : numbers.slice(0, 1)).map((tag) => tag.id)
  const trend = useQuery({
    ...api.ask.trend({ query: { tag: ids, from: span.from, to: span.to } }),
    enabled: ids.length > 0,
  })
  const states = useAllStates(machine.id, span.from, span.to)
  const spans = (states.data?.rows ?? []).map((one) => ({
    from: Date.parse(one.startsAt),
    to: Date.parse(one.endsAt),
    tone: toneOf(one.state),
    text: `${t(`factory.value.state.${one.state}`)} · ${reasonOf(one.reason)}`,
  }))
  const nameOf = (row: { name: string; label: string | null; labelEn: string | null }) =>
    name({ nameZh: row.label ?? row.name, nameEn: row.labelEn ?? row.name })
  return (
    <Panel title={t('factory.tab.trend')}>
      <Stack>
        <SpanTabs span={span} />
        <Select
          mode="multiple"
          maxCount={signalsMax}
          style={{ width: '100%' }}
          aria-label={t('factory.page.signals')}
          value={ids}
          onChange={setChosen}
          optionFilterProp="label"
          options={numbers.map((tag) => ({
            value: tag.id,
            label: nameOf(tag),
          }))}
        />
        <Approximate rows={(trend.data?.rows ?? []).map((row) => ({ ...row, name: nameOf(row) }))} />
        <TrendChart
          title={t('factory.tab.trend')}
          from={Date.parse(span.from)}
          to={Date.parse(span.to)}
          onRange={span.setRange}
          loading={trend.isPending && ids.length > 0}
          error={trend.error}
          signals={(trend.data?.rows ?? []).map((row) => ({
            key: row.tagId,
            name: nameOf(row),
            unit: row.unit ?? '',
            at: row.at,
            mean: row.value.map((value) => (typeof value === 'number' ? value : null)),
            ...(row.kind === 'bands' ? { min: row.min, max: row.max } : {}),
            approximateBefore: row.approximateBefore,
          }))}
          states={{ name: t('factory.column.state'), spans }}
        />
      </Stack>
    </Panel>
  )
}
