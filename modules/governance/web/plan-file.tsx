import { Panel, SimpleTable, Stack, say, UploadForm, useApi, useWords } from '@ronghe/kit/ui'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import { DifferenceTable } from './plan-difference.tsx'

type Answer = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['importPlanFile']>>

/** A whole version from a file: tried first, with what it would change; with a fault nothing is loaded. */
export function PlanFileImport({ planId, onWritten }: { planId: string; onWritten: () => void }) {
  const { t } = useWords()
  const api = useApi(governance)
  const [dryRun, setDryRun] = useState(true)
  const [answer, setAnswer] = useState<Answer | null>(null)
  return (
    <Stack>
      <p>{t('governance.plan.fileHint')}</p>
      <Checkbox checked={dryRun} onChange={(event) => setDryRun(event.target.checked)}>
        {t('ui.import.dryRun')}
      </Checkbox>
      <UploadForm
        contract={governance}
        route="importPlanFile"
        params={{ planId }}
        query={{ dryRun }}
        accept=".json"
        onDone={(said) => {
          const found = said as unknown as Answer
          setAnswer(found)
          if (!found.written) return
          api.forget()
          say.done('governance.plan.fileWritten', { nodes: found.nodes, count: found.rows.length })
          onWritten()
        }}
      />
      {answer ? <Outcome answer={answer} /> : null}
    </Stack>
  )
}

function Outcome({ answer: { nodes, faults, rows } }: { answer: Answer }) {
  const { t } = useWords()
  if (faults.length > 0)
    return (
      <SimpleTable
        caption={t('governance.plan.fileFaults', { count: faults.length })}
        rowKey="key"
        rows={faults.map((one, place) => ({ ...one, key: `${place}` }))}
        columns={[
          { key: 'path', title: t('governance.plan.filePlace') },
          { key: 'message', title: t('governance.plan.fileFault') },
        ]}
      />
    )
  return (
    <Panel title={t('governance.plan.fileTried', { nodes, count: rows.length })}>
      {rows.length === 0 ? (
        <p>{t('governance.plan.same')}</p>
      ) : (
        <DifferenceTable caption={t('governance.plan.tab.difference')} rows={rows} />
      )}
    </Panel>
  )
}
