import {
  Allowed,
  type Column,
  FormDialog,
  Link,
  ListPage,
  type RowOf,
  StatusTag,
  type T,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import './assess.css'

type Window = RowOf<typeof assess, 'windows'>

function windowColumns(t: T, name: (row: Window) => string): Column<Window>[] {
  return [
    {
      key: 'nameZh',
      title: 'assess.column.framework',
      main: true,
      render: (row) => <span className="assess-wrapped">{name(row)}</span>,
    },
    { key: 'frameworkVersion' },
    { key: 'year' },
    { key: 'opensAt', render: (row) => <Time at={row.opensAt} /> },
    { key: 'closesAt', render: (row) => <Time at={row.closesAt} /> },
    {
      key: 'isOpen',
      title: 'assess.column.status',
      render: (row) => (
        <StatusTag
          tone={row.isOpen ? 'success' : 'neutral'}
          text={t(row.isOpen ? 'assess.window.open' : 'assess.window.shut')}
        />
      ),
    },
    {
      key: 'runs',
      align: 'end',
      render: (row) => (
        <Link className="r-figure-value assess-figure" to={`/assess/runs?window=${row.id}`}>
          {row.runs}
        </Link>
      ),
    },
  ]
}

/** When which framework may be answered. */
export function Page() {
  const { t, name } = useWords()
  const api = useApi(assess)
  const [isAdding, setAdding] = useState(false)
  const [changing, setChanging] = useState<Window | null>(null)
  const published = useQuery(api.ask.frameworks({ query: { status: 'published', pageSize: 200 } }))
  const options = (published.data?.rows ?? []).map((one) => ({
    value: one.id,
    text: `${name(one)} ${one.version}`,
  }))
  return (
    <>
      <ListPage
        contract={assess}
        route="windows"
        title={t('assess.page.windows')}
        rowKey="id"
        filters={['year']}
        actions={
          <Allowed may="assess.framework">
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('assess.action.addWindow')}
            </Button>
          </Allowed>
        }
        columns={windowColumns(t, name)}
        rowActions={(row) => [
          {
            key: 'edit',
            text: t('assess.action.edit'),
            may: 'assess.framework',
            onClick: () => setChanging(row),
          },
        ]}
      />
      <FormDialog
        open={isAdding}
        onClose={() => setAdding(false)}
        title={t('assess.action.addWindow')}
        contract={assess}
        route="addWindow"
        fields={{ frameworkId: { options } }}
        order={['frameworkId', 'year', 'opensAt', 'closesAt']}
      />
      <ChangeDialog changing={changing} onClose={() => setChanging(null)} />
    </>
  )
}

type ChangeProps = { changing: Window | null; onClose: () => void }

function ChangeDialog({ changing, onClose }: ChangeProps) {
  const { t } = useWords()
  return (
    <FormDialog
      open={changing !== null}
      onClose={onClose}
      title={t('assess.action.edit')}
      contract={assess}
      route="changeWindow"
      input={{ params: { windowId: changing?.id ?? '' } }}
      initial={
        changing
          ? { opensAt: changing.opensAt, closesAt: changing.closesAt, revision: changing.revision }
          : {}
      }
      fields={{ revision: { hidden: true } }}
      order={['opensAt', 'closesAt']}
    />
  )
}
