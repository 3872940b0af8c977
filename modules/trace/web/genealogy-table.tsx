import { Link, Panel, Row, SimpleTable, Stack, saveBlob, Time, useWords } from '@ronghe/kit/ui'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { Graph } from '../contract.ts'
import { kindOf } from '../story/layout.ts'
import { readable, ThingLink } from './parts.tsx'

const rowsShown = 200

type Props = {
  graph: Graph
  direction: 'forward' | 'backward'
  chosen: string | null
  onChoose: (id: string) => void
}

/** The same as rows: found by text, shown in the drawing by a click, saved as CSV. */
export function GenealogyTable({ graph, direction, chosen, onChoose }: Props) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const found = graph.nodes.filter(({ id }) => {
    return !wanted || `${id} ${readable(id)} ${graph.names[id] ?? ''}`.toLowerCase().includes(wanted)
  })
  return (
    <Panel title={t('trace.graph.table')}>
      <Stack>
        <Row>
          <Input
            allowClear
            style={{ maxWidth: 320 }}
            aria-label={t('trace.graph.search')}
            placeholder={t('trace.graph.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button onClick={() => saveCsv(graph, t)}>CSV</Button>
        </Row>
        <Rows nodes={found.slice(0, rowsShown)} {...{ graph, direction, chosen, onChoose }} />
        {found.length > rowsShown ? (
          <p className="r-muted">{t('trace.graph.more', { count: found.length - rowsShown })}</p>
        ) : null}
      </Stack>
    </Panel>
  )
}

function Rows({ nodes, graph, direction, chosen, onChoose }: Props & { nodes: Graph['nodes'] }) {
  const { t } = useWords()
  return (
    <SimpleTable
      caption={t('trace.graph.table')}
      rowKey="id"
      rows={nodes}
      columns={[
        {
          key: 'id',
          title: t('trace.column.id'),
          render: ({ id }) => (
            <>
              {id === chosen ? '▸ ' : ''}
              <ThingLink id={id} names={graph.names} />
            </>
          ),
        },
        {
          key: 'kind',
          title: t('trace.graph.kind'),
          render: ({ id }) => t(`trace.kind.${kindOf(id).kind}`),
        },
        { key: 'role', title: t('trace.story.part'), render: ({ role }) => t(`trace.reached.${role}`) },
        { key: 'depth', title: t('trace.graph.depth'), align: 'end' },
        { key: 'time', title: t('trace.column.eventTime'), render: ({ time }) => <Time at={time} /> },
        {
          key: 'event',
          title: t('trace.event.facts'),
          render: ({ event }) =>
            event ? <Link to={`/trace/events/${event}`}>{t('trace.graph.event')}</Link> : '–',
        },
        {
          key: 'show',
          title: '',
          render: ({ id }) => (
            <>
              <Button size="small" onClick={() => onChoose(id)}>
                {t('trace.graph.show')}
              </Button>{' '}
              <Link to={`/trace/genealogy?id=${encodeURIComponent(id)}&direction=${direction}`}>
                {t('trace.graph.centre')}
              </Link>
            </>
          ),
        },
      ]}
    />
  )
}

function saveCsv({ nodes, names }: Graph, t: (key: string) => string): void {
  const head = [
    'trace.column.id',
    'trace.graph.name',
    'trace.story.part',
    'trace.graph.depth',
    'trace.column.eventTime',
  ]
  const lines = nodes.map(({ id, role, depth, time }) => [
    id,
    names[id] ?? '',
    t(`trace.reached.${role}`),
    depth,
    time ?? '',
  ])
  const text = [head.map(t), ...lines].map((line) => line.map(cell).join(',')).join('\r\n')
  saveBlob(new Blob([`\uFEFF${text}\r\n`], { type: 'text/csv;charset=utf-8' }), 'genealogy.csv')
}

/** Quoted, and never a formula to a spreadsheet. */
function cell(value: string | number): string {
  const text = String(value)
  return `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}
