import { Allowed, Link, ListPage, UploadForm, useApi, useGo, useWords } from '@ronghe/kit/ui'
import { Alert, Button, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { FaultList } from './fault-list.tsx'
import { ExampleMark, Status } from './parts.tsx'
import './assess.css'

/** Frameworks of assessment and recognition, every version; published ones are never changed. */
export function Page() {
  const { t, name } = useWords()
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <ListPage
        contract={assess}
        route="frameworks"
        title={t('assess.page.frameworks')}
        rowKey="id"
        filters={['kind', 'status']}
        actions={
          <Allowed may="assess.framework">
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('assess.action.upload')}
            </Button>
          </Allowed>
        }
        columns={[
          {
            key: 'nameZh',
            title: 'assess.column.framework',
            main: true,
            sort: true,
            render: (row) => (
              <Link className="assess-wrapped" to={`/assess/frameworks/${row.id}`}>
                {name(row)}
              </Link>
            ),
          },
          { key: 'code', sort: true },
          { key: 'version', sort: true },
          { key: 'kind' },
          {
            key: 'questions',
            sort: true,
            align: 'end',
            render: (row) => (
              <Link className="r-figure-value assess-figure" to={`/assess/frameworks/${row.id}?tab=preview`}>
                {row.questions}
              </Link>
            ),
          },
          {
            key: 'unverified',
            align: 'end',
            render: (row) => (
              <>
                <Link
                  className="r-figure-value assess-figure"
                  to={`/assess/frameworks/${row.id}?tab=examples`}
                >
                  {row.unverified}
                </Link>{' '}
                {row.unverified > 0 ? <ExampleMark /> : null}
              </>
            ),
          },
          { key: 'status', sort: true, render: (row) => <Status value={row.status} /> },
        ]}
      />
      <UploadDialog open={isAdding} onClose={() => setAdding(false)} />
    </>
  )
}

type Faults = { path: string; code: string; message: string }[]

function UploadDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const go = useGo()
  const api = useApi(assess)
  const [dryRun, setDryRun] = useState(true)
  const [faults, setFaults] = useState<Faults | null>(null)
  return (
    <Modal
      open={open}
      footer={null}
      width={760}
      title={t('assess.action.upload')}
      onCancel={onClose}
      destroyOnHidden
    >
      <Checkbox checked={dryRun} onChange={({ target }) => setDryRun(target.checked)}>
        {t('assess.upload.dryRun')}
      </Checkbox>
      <UploadForm
        contract={assess}
        route="uploadFramework"
        query={{ dryRun }}
        accept=".json"
        onDone={(answer) => {
          setFaults(answer.faults)
          if (!answer.id) return
          api.forget('frameworks')
          go(`/assess/frameworks/${answer.id}`)
        }}
      />
      {faults?.length === 0 ? <Alert type="success" showIcon title={t('assess.upload.sound')} /> : null}
      {faults && faults.length > 0 ? <FaultList faults={faults} /> : null}
    </Modal>
  )
}
