import { ChartFrame, Link, type Look, Panel, SimpleTable, useWords } from '@ronghe/kit/ui'
import { shortScore, useNamed } from './parts.tsx'
import type { ScoreShown } from './types.ts'

/** The parts right below the whole, and what each is worth. */
function useParts(score: ScoreShown) {
  const named = useNamed()
  return score.parts.map((code) => {
    const node = score.nodes.find((one) => one.code === code)
    return { code, name: node ? named(node.name) : code, value: node?.value ?? null }
  })
}

/** The parts as a radar, each value opening to its node; beside the year before. */
export function Radar({ score, runId }: { score: ScoreShown; runId: string }) {
  const { t } = useWords()
  const parts = useParts(score)
  const before = score.years.at(-2)
  const most = Math.max(
    1,
    ...parts.map(({ value }) => Number(value ?? 0)),
    score.parts.length > 0 ? partHigh(score) : 1,
  )
  const rowsOf = (values: (string | null)[]) => values.map((value) => Number(value ?? 0))
  const option = (look: Look) => ({
    legend: { show: before !== undefined, bottom: 0 },
    tooltip: { confine: true },
    radar: {
      radius: '52%',
      indicator: parts.map(({ name }) => ({ name, max: most })),
      axisName: { color: look.text, lineHeight: 14, formatter: (one?: string) => wrapped(one ?? '') },
    },
    series: [
      {
        type: 'radar',
        data: [
          {
            name: t('assess.score.now'),
            value: rowsOf(parts.map(({ value }) => value)),
            areaStyle: { opacity: 0.15 },
          },
          ...(before
            ? [
                {
                  name: String(before.year),
                  value: rowsOf(parts.map(({ code }) => before.parts[code] ?? null)),
                },
              ]
            : []),
        ],
      },
    ],
  })
  return (
    <Panel title={t('assess.score.radar')}>
      <ChartFrame
        title={t('assess.score.radar')}
        option={option}
        height={320}
        table={{
          columns: [t('ui.chart.name'), t('assess.score.now'), ...(before ? [String(before.year)] : [])],
          rows: parts.map(({ code, name, value }) => [
            name,
            value,
            ...(before ? [before.parts[code] ?? null] : []),
          ]),
        }}
      />
      <PartTable score={score} runId={runId} />
    </Panel>
  )
}

function PartTable({ score, runId }: { score: ScoreShown; runId: string }) {
  const { t } = useWords()
  const parts = useParts(score)
  const before = score.years.at(-2)
  const opened = (id: string | null, code: string, value: string | null) =>
    value === null || id === null ? (
      shortScore(value)
    ) : (
      <Link className="r-figure-value assess-figure" to={`/assess/runs/${id}?tab=score&node=${code}`}>
        {shortScore(value)}
      </Link>
    )
  return (
    <SimpleTable
      caption={t('assess.score.radar')}
      rowKey="code"
      rows={parts}
      columns={[
        { key: 'name', title: t('assess.column.node') },
        {
          key: 'value',
          title: t('assess.score.now'),
          align: 'end',
          render: ({ code, value }) => opened(runId, code, value),
        },
        ...(before
          ? [
              {
                key: 'before',
                title: String(before.year),
                align: 'end' as const,
                render: ({ code }: { code: string }) =>
                  opened(before.runId, code, before.parts[code] ?? null),
              },
            ]
          : []),
      ]}
    />
  )
}

/** A name around the radar in lines of about twelve letters, so that none is cut at its edge. */
function wrapped(name: string): string {
  const lines: string[] = []
  for (const word of name.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < 13) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}

/** Parts of a sum count up to 1 each, parts of a mean up to the whole. */
function partHigh(score: ScoreShown): number {
  const root = score.nodes.find(({ parent }) => parent === null)
  return root?.rule === 'sum' ? Number(score.high) / score.parts.length : Number(score.high)
}

/** The firm's own path, each year opening to its score. */
export function Years({ score }: { score: ScoreShown }) {
  const { t } = useWords()
  const rows = score.years.map(({ year, total }) => ({
    year: String(year),
    total: total === null ? null : Number(total),
  }))
  const option = () => ({
    xAxis: { type: 'category', data: rows.map(({ year }) => year) },
    yAxis: { type: 'value', max: Number(score.high) },
    tooltip: { trigger: 'axis', confine: true },
    grid: { left: 48, right: 24, top: 24, bottom: 32 },
    series: [
      {
        type: 'line',
        name: t('assess.score.total'),
        data: rows.map(({ total }) => total),
        symbolSize: 8,
        label: { show: true },
      },
    ],
  })
  return (
    <Panel title={t('assess.score.years')}>
      <ChartFrame
        title={t('assess.score.years')}
        option={option}
        height={320}
        table={{
          columns: [t('assess.column.year'), t('assess.score.total')],
          rows: rows.map(({ year, total }) => [year, total]),
        }}
      />
      <SimpleTable
        caption={t('assess.score.years')}
        rowKey={({ year }) => String(year)}
        rows={score.years}
        columns={[
          { key: 'year', title: t('assess.column.year') },
          {
            key: 'total',
            title: t('assess.score.total'),
            align: 'end',
            render: ({ runId, total }) =>
              total === null || runId === null ? (
                (total ?? '–')
              ) : (
                <Link className="r-figure-value assess-figure" to={`/assess/runs/${runId}?tab=score`}>
                  {total}
                </Link>
              ),
          },
        ]}
      />
    </Panel>
  )
}
