import { Loaded, Nothing, Panel, SimpleTable, StatusTag, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { useNamed } from './parts.tsx'

type Call = ReturnType<typeof useApi<typeof assess>>['call']
type Framework = Awaited<ReturnType<Call['framework']>>['framework']
type Change = Awaited<ReturnType<Call['compareFrameworks']>>['rows'][number]

/** What another version says otherwise, in words: of what, what it said, and what it says. */
export function Compare({ framework }: { framework: Framework }) {
  const { t } = useWords()
  const api = useApi(assess)
  const [since, setSince] = useState<string | null>(null)
  const all = useQuery(api.ask.frameworks({ query: { pageSize: 200 } }))
  const others = (all.data?.rows ?? []).filter(({ id }) => id !== framework.id)
  const nearest = others.filter(({ code }) => code === framework.code)
  const asked = useQuery({
    ...api.ask.compareFrameworks({
      params: { frameworkId: framework.id },
      query: { since: since ?? framework.id },
    }),
    enabled: since !== null,
  })
  return (
    <Panel title={t('assess.tab.compare')}>
      <Select
        aria-label={t('assess.compare.with')}
        placeholder={t('assess.compare.with')}
        style={{ minInlineSize: 280 }}
        value={since}
        onChange={setSince}
        options={[...nearest, ...others.filter((one) => !nearest.includes(one))].map(
          ({ id, code, version }) => ({ value: id, label: `${code} ${version}` }),
        )}
      />
      {since ? (
        <Loaded ask={asked}>
          {({ rows }) =>
            rows.length === 0 ? <Nothing text={t('assess.compare.same')} /> : <Changes rows={rows} />
          }
        </Loaded>
      ) : null}
    </Panel>
  )
}

const tones = { added: 'success', removed: 'error', changed: 'info' } as const

function Changes({ rows }: { rows: readonly Change[] }) {
  const { t } = useWords()
  return (
    <>
      <p className="r-muted">{t('assess.compare.count', { count: rows.length })}</p>
      <SimpleTable
        caption={t('assess.tab.compare')}
        rowKey="key"
        rows={rows}
        columns={[
          { key: 'place', title: t('assess.column.path'), render: (row) => <Place row={row} /> },
          {
            key: 'kind',
            title: t('assess.column.change'),
            render: (row) => <StatusTag tone={tones[row.kind]} text={t(`assess.value.change.${row.kind}`)} />,
          },
          {
            key: 'aspect',
            title: t('assess.column.aspect'),
            render: (row) => (row.aspect ? t(`assess.aspect.${row.aspect}`) : t('assess.compare.whole')),
          },
          { key: 'before', title: t('assess.column.before'), render: (row) => <Lines text={row.before} /> },
          { key: 'after', title: t('assess.column.after'), render: (row) => <Lines text={row.after} /> },
        ]}
      />
    </>
  )
}

/** The thing by its name, where it stands above it. */
function Place({ row }: { row: Change }) {
  const { t } = useWords()
  const named = useNamed()
  const above = row.place.slice(0, -1).map(named).join(' / ')
  const last = row.place.at(-1)
  return (
    <>
      <div className="r-muted">
        {t(`assess.compare.about.${row.about}`)}
        {above === '' ? null : ` · ${above}`}
      </div>
      {last ? named(last) : null}
    </>
  )
}

function Lines({ text }: { text: string | null }) {
  return <span className="assess-lines">{text ?? '–'}</span>
}
