import {
  Allowed,
  FormDialog,
  Link,
  ListPage,
  SampleTag,
  StatusTag,
  Time,
  useApi,
  useGo,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { useNamed } from './parts.tsx'
import './assess.css'

/** Cases of certification and recognition that the reader may see. */
export function Page() {
  const { t, name } = useWords()
  const named = useNamed()
  const go = useGo()
  const [isStarting, setStarting] = useState(false)
  const procedures = useQuery(useApi(assess).ask.procedures({}))
  const options = (procedures.data?.rows ?? []).map((one) => ({ value: one.id, text: name(one) }))
  return (
    <>
      <ListPage
        contract={assess}
        route="cases"
        title={t('assess.page.cases')}
        rowKey="id"
        filters={['kind', 'isOpen']}
        actions={
          <Allowed may="assess.fill">
            <Button type="primary" onClick={() => setStarting(true)}>
              {t('assess.action.startCase')}
            </Button>
          </Allowed>
        }
        columns={[
          {
            key: 'nameZh',
            title: 'assess.column.procedure',
            main: true,
            render: (row) => (
              <Link className="assess-wrapped" to={`/assess/cases/${row.id}`}>
                {name(row)}
              </Link>
            ),
          },
          {
            key: 'organisationName',
            sort: true,
            render: (row) => (
              <>
                {row.organisationName} {row.isSample ? <SampleTag /> : null}
              </>
            ),
          },
          {
            key: 'stage',
            sort: true,
            render: (row) => <StatusTag tone={row.isOpen ? 'info' : 'neutral'} text={named(row.stageName)} />,
          },
          { key: 'stageAt', sort: true, render: (row) => <Time at={row.stageAt} /> },
        ]}
      />
      <FormDialog
        open={isStarting}
        onClose={() => setStarting(false)}
        title={t('assess.action.startCase')}
        contract={assess}
        route="startCase"
        fields={{ procedureId: { options } }}
        onDone={({ id }) => go(`/assess/cases/${id}`)}
      />
    </>
  )
}
