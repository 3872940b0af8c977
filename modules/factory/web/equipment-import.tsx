import type { Static } from '@ronghe/kit/contract'
import { Facts, Page as Frame, Panel, SimpleTable, Stack, UploadForm, useApi, useWords } from '@ronghe/kit/ui'
import type { ImportReport } from '@ronghe/registry/contract'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'

type Report = Static<typeof ImportReport>

/** Machines from a table: tried first, written only without a fault. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const [report, setReport] = useState<Report | null>(null)
  const [dryRun, setDryRun] = useState(true)
  return (
    <Frame
      title={t('factory.page.equipmentImport')}
      breadcrumbs={[{ title: t('factory.page.equipment'), to: '/factory/equipment' }]}
    >
      <Stack>
        <Panel
          title={t('factory.import.file')}
          extra={
            <Button onClick={() => void api.download.importTemplate({})}>
              {t('factory.route.importTemplate')}
            </Button>
          }
        >
          <p>
            <Checkbox checked={dryRun} onChange={(event) => setDryRun(event.target.checked)}>
              {t('factory.import.dryRun')}
            </Checkbox>
          </p>
          <UploadForm
            contract={factory}
            route="importEquipment"
            query={{ dryRun }}
            accept=".xlsx,.csv"
            onDone={(answer) => setReport(answer as Report)}
          />
        </Panel>
        {report ? <Outcome report={report} /> : null}
      </Stack>
    </Frame>
  )
}

function Outcome({ report }: { report: Report }) {
  const { t } = useWords()
  return (
    <Panel title={t(report.written ? 'factory.import.written' : 'factory.import.notWritten')}>
      <Facts
        items={[
          { label: t('factory.import.rowsTotal'), value: report.rowsTotal },
          { label: t('factory.import.rowsNew'), value: report.rowsNew },
          { label: t('factory.import.rowsChanged'), value: report.rowsChanged },
          { label: t('factory.import.faults'), value: report.faults.length },
        ]}
      />
      {report.faults.length > 0 ? (
        <SimpleTable
          caption={t('factory.import.faults')}
          rowKey={(row) => `${row.row}-${row.column}-${row.message}`}
          columns={[
            { key: 'row', title: t('factory.import.row') },
            { key: 'column', title: t('factory.import.column') },
            { key: 'message', title: t('factory.import.message') },
          ]}
          rows={report.faults}
        />
      ) : null}
    </Panel>
  )
}
