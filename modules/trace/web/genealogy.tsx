import {
  Page as Frame,
  Link,
  Loaded,
  Panel,
  Row,
  Stack,
  StatusTag,
  useApi,
  useSearch,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { Graph } from '../contract.ts'
import { trace } from '../contract.ts'
import type { Collapse } from '../story/layout.ts'
import { FindBox } from './find-box.tsx'
import { GenealogyGraph } from './genealogy-graph.tsx'
import { GenealogyTable } from './genealogy-table.tsx'
import { readable } from './parts.tsx'
import './trace.css'

const nodesMax = 10_000
/** More things than these are drawn by product until somebody opens them. */
const eachMax = 60

/** Where a thing came from or where it went, over packing, splitting and mixing. */
export function Page() {
  const { t } = useWords()
  const id = String(useSearch().id ?? '')
  const [direction, setDirection] = useSearchState('direction', 'backward')
  const [from, setFrom] = useSearchState('from', '')
  const [until, setUntil] = useSearchState('until', '')
  if (!id) {
    return (
      <Frame title={t('trace.page.genealogy')}>
        <FindBox />
      </Frame>
    )
  }
  const ask = { id, direction: direction as 'forward' | 'backward', from, until }
  return (
    <Frame
      wide
      title={t('trace.page.genealogy')}
      subtitle={<Link to={`/trace/story?id=${encodeURIComponent(id)}`}>{readable(id)}</Link>}
      breadcrumbs={[{ title: t('trace.page.things'), to: '/trace/things' }]}
      actions={
        <Segmented
          value={direction}
          onChange={(value) => setDirection(String(value))}
          options={[
            { value: 'backward', label: t('trace.story.backward') },
            { value: 'forward', label: t('trace.story.forward') },
          ]}
        />
      }
    >
      <Stack>
        <Row>
          <Moment label={t('trace.graph.from')} value={from} onChange={setFrom} />
          <Moment label={t('trace.graph.until')} value={until} onChange={setUntil} />
        </Row>
        <Found {...ask} />
      </Stack>
    </Frame>
  )
}

function Moment(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <DatePicker
      showTime
      aria-label={props.label}
      placeholder={props.label}
      value={props.value ? dayjs(props.value) : null}
      onChange={(at) => props.onChange(at ? at.toISOString() : '')}
    />
  )
}

type Ask = { id: string; direction: 'forward' | 'backward'; from: string; until: string }

function Found({ id, direction, from, until }: Ask) {
  const query = {
    ...{ id, direction, nodesMax, depth: 50 },
    ...(from ? { from } : {}),
    ...(until ? { until } : {}),
  }
  const graph = useQuery(useApi(trace).ask.graph({ query }))
  return (
    <Loaded ask={graph}>
      {(data) => <Shown key={`${id} ${direction}`} graph={data} direction={direction} />}
    </Loaded>
  )
}

function Shown({ graph, direction }: { graph: Graph; direction: Ask['direction'] }) {
  const { t } = useWords()
  const [collapse, setCollapse] = useState<Collapse>(graph.nodes.length > eachMax ? 'product' : 'each')
  const [chosen, setChosen] = useState<string | null>(null)
  const things = graph.nodes.filter(({ role }) => role !== 'transaction')
  return (
    <>
      <Panel
        title={t('trace.graph.things', { count: things.length })}
        extra={
          <Segmented
            size="small"
            value={collapse}
            onChange={(value) => setCollapse(value as Collapse)}
            options={[
              { value: 'product', label: t('trace.graph.byProduct') },
              { value: 'lot', label: t('trace.graph.byLot') },
              { value: 'each', label: t('trace.graph.each') },
            ]}
          />
        }
      >
        {graph.isTruncated ? <StatusTag tone="warning" text={t('trace.graph.truncated')} /> : null}
        <GenealogyGraph
          graph={graph}
          direction={direction}
          collapse={collapse}
          chosen={chosen}
          onChoose={setChosen}
        />
      </Panel>
      <GenealogyTable graph={graph} direction={direction} chosen={chosen} onChoose={setChosen} />
    </>
  )
}
