import type { Static } from '@ronghe/kit/contract'
import {
  Allowed,
  ConfirmButton,
  ContractForm,
  ListPage,
  SimpleTable,
  UploadForm,
  useApi,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { type ImportReport, registry } from '../contract.ts'
import { useRegionOptions } from './region-options.ts'

type Report = Static<typeof ImportReport>

/** Sites, areas, lines and cells (IEC 62264). */
export function Page() {
  const { t, name } = useWords()
  const api = useApi(registry)
  const may = useMay()
  const regions = useRegionOptions()
  const [open, setOpen] = useState<'none' | 'add' | 'import'>('none')
  const all = useQuery({ ...api.ask.units({ query: { pageSize: 200 } }), enabled: open === 'add' })
  const remove = useMutation(api.tell.removeUnit({ forgets: ['units'] }))
  const done = () => {
    setOpen('none')
    api.forget('units')
  }
  return (
    <>
      <ListPage
        contract={registry}
        route="units"
        title={t('registry.page.units')}
        rowKey="id"
        filters={['level']}
        actions={
          <Allowed may="registry.unit.write">
            <Button onClick={() => setOpen('import')}>{t('registry.action.import')}</Button>{' '}
            <Button type="primary" onClick={() => setOpen('add')}>
              {t('registry.action.add')}
            </Button>
          </Allowed>
        }
        columns={[
          { key: 'code', main: true },
          { key: 'level' },
          { key: 'name', render: (row) => name({ nameZh: row.name, nameEn: row.nameEn }) },
          { key: 'regionCode' },
          { key: 'address' },
          {
            key: 'version',
            title: t('registry.column.action'),
            render: (row) =>
              may('registry.unit.write') ? (
                <ConfirmButton
                  danger
                  title={t('registry.ask.remove')}
                  onConfirm={async () => void (await remove.mutateAsync({ params: { unitId: row.id } }))}
                >
                  {t('registry.action.remove')}
                </ConfirmButton>
              ) : null,
          },
        ]}
      />
      <Modal
        open={open === 'add'}
        footer={null}
        title={t('registry.action.add')}
        onCancel={() => setOpen('none')}
        destroyOnHidden
      >
        <ContractForm
          contract={registry}
          route="addUnit"
          order={['level', 'parentId', 'code', 'name', 'nameEn', 'regionCode', 'address']}
          fields={{
            parentId: {
              options: (all.data?.rows ?? []).map((one) => ({
                value: one.id,
                text: `${one.code} ${one.name}`,
              })),
            },
            regionCode: { options: regions },
          }}
          submit={t('registry.action.add')}
          onCancel={() => setOpen('none')}
          onDone={done}
        />
      </Modal>
      <Modal
        open={open === 'import'}
        footer={null}
        title={t('registry.action.import')}
        onCancel={() => setOpen('none')}
        destroyOnHidden
      >
        <Import onDone={() => api.forget('units')} />
      </Modal>
    </>
  )
}

function Import({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const api = useApi(registry)
  const [dryRun, setDryRun] = useState(true)
  const [report, setReport] = useState<Report | null>(null)
  return (
    <>
      <p>
        <Button size="small" onClick={() => void api.download.importTemplate({ query: { kind: 'units' } })}>
          {t('registry.route.importTemplate')}
        </Button>{' '}
        <Checkbox checked={dryRun} onChange={(event) => setDryRun(event.target.checked)}>
          {t('registry.import.dryRun')}
        </Checkbox>
      </p>
      <UploadForm
        contract={registry}
        route="importUnits"
        query={{ dryRun }}
        accept=".xlsx,.csv"
        onDone={(answer) => {
          setReport(answer as Report)
          onDone()
        }}
      />
      {report ? (
        <>
          <p>
            {t(report.written ? 'registry.import.written' : 'registry.import.notWritten')} ·{' '}
            {t('registry.import.result', {
              total: report.rowsTotal,
              new: report.rowsNew,
              changed: report.rowsChanged,
            })}
          </p>
          <SimpleTable
            caption={t('registry.import.faults')}
            rowKey={(row) => `${row.row}-${row.column}-${row.message}`}
            columns={[
              { key: 'row', title: t('registry.import.row') },
              { key: 'column', title: t('registry.import.column') },
              { key: 'message', title: t('registry.import.message') },
            ]}
            rows={report.faults}
          />
        </>
      ) : null}
    </>
  )
}
