import {
  Link,
  Loaded,
  Nothing,
  Panel,
  Quantity,
  SimpleTable,
  StatusTag,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { Commands, WriteValue } from './commands.tsx'
import { HoldButton } from './hold.tsx'
import type { Machine, Tag } from './types.ts'

/** More are searched for: a page of thousands of rows that change each second is read by nobody. */
const rowsMax = 200
const searchedFrom = 20

/** The signals with their newest values, quality and source time; each opens its points. */
export function SignalsTab({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const tags = useQuery(useApi(factory).ask.tags({ params: { equipmentId: machine.id } }))
  return (
    <Loaded ask={tags}>
      {({ rows }) =>
        rows.length === 0 ? (
          <Nothing text={t('factory.signals.none')} />
        ) : (
          <Panel title={t('factory.page.signals')}>
            <Signals machine={machine} rows={rows} />
            {machine.edgeId ? <Commands machine={machine} /> : null}
          </Panel>
        )
      }
    </Loaded>
  )
}

function Signals({ machine, rows }: { machine: Machine; rows: readonly Tag[] }) {
  const { t, name } = useWords()
  const [q, setQ] = useState('')
  const nameOf = (row: Tag) => name({ nameZh: row.label ?? row.name, nameEn: row.labelEn ?? row.name })
  const found = rows.filter((row) => `${nameOf(row)} ${row.name}`.toLowerCase().includes(q.toLowerCase()))
  const shown = found.slice(0, rowsMax)
  return (
    <>
      {rows.length > searchedFrom ? <Search q={q} setQ={setQ} /> : null}
      {found.length > shown.length ? (
        <p>{t('factory.signals.shown', { shown: shown.length, count: found.length })}</p>
      ) : null}
      <SimpleTable
        caption={t('factory.page.signals')}
        rowKey="id"
        columns={[
          {
            key: 'name',
            title: t('factory.column.label'),
            render: (row) => <Link to={`/factory/points/${row.id}`}>{nameOf(row)}</Link>,
          },
          {
            key: 'value',
            title: t('factory.column.value'),
            align: 'end',
            render: (row) =>
              typeof row.value === 'number' ? (
                <Quantity value={row.value} unit={row.unit ?? ''} digits={2} />
              ) : (
                (row.value ?? '–')
              ),
          },
          {
            key: 'quality',
            title: t('factory.column.quality'),
            render: (row) => (
              <StatusTag
                tone={row.quality === 'good' ? 'success' : 'unknown'}
                text={t(`factory.quality.${row.quality}`)}
              />
            ),
          },
          {
            key: 'at',
            title: t('factory.column.at'),
            render: (row) => (row.at ? <Time at={row.at} as="ago" /> : '–'),
          },
          {
            key: 'write',
            title: '',
            render: (row) => (
              <span style={{ display: 'flex', gap: 4, justifyContent: 'flex-end' }}>
                {machine.edgeId && !row.isReadOnly ? <WriteValue tag={row} /> : null}
                <HoldButton tagId={row.id} small />
              </span>
            ),
          },
        ]}
        rows={shown}
      />
    </>
  )
}

function Search({ q, setQ }: { q: string; setQ: (q: string) => void }) {
  const { t } = useWords()
  return (
    <Input.Search
      aria-label={t('ui.search')}
      placeholder={t('ui.search')}
      allowClear
      value={q}
      onChange={(event) => setQ(event.target.value)}
      style={{ maxInlineSize: 320, marginBlockEnd: 8 }}
    />
  )
}
