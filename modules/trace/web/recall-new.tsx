import { ContractForm, Page as Frame, Panel, Stack, useApi, useGo, useSearch, useWords } from '@ronghe/kit/ui'
import { trace } from '../contract.ts'
import { FindingField, findingFields } from './finding-field.tsx'
import { ScopePreview } from './scope-preview.tsx'
import './trace.css'
import { useState } from 'react'
import type { Finding } from '../recall/contract.ts'

/** Opens a recall or a drill: the finding first, with what it would concern, then the words. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const api = useApi(trace)
  const { thing } = useSearch()
  const begun: Finding = { kind: 'things', things: thing ? String(thing).split('\n') : [] }
  const [finding, setFinding] = useState<Finding>(begun)
  return (
    <Frame
      title={t('trace.page.recallNew')}
      breadcrumbs={[{ title: t('trace.page.recalls'), to: '/trace/recalls' }]}
    >
      <Stack>
        <Panel title={t('trace.field.finding')}>
          <Stack>
            <FindingField finding={finding} onChange={setFinding} />
            <ScopePreview finding={finding} />
          </Stack>
        </Panel>
        <Panel title={t('trace.recall.words')}>
          <ContractForm
            contract={trace}
            route="openRecall"
            columns={1}
            initial={{ hazard: '2', isDrill: false, finding: { kind: 'things' } }}
            order={['title', 'reason', 'hazard', 'instructions', 'publicText', 'isDrill']}
            fields={{
              ...findingFields,
              reason: { control: 'longText' },
              instructions: { control: 'longText' },
              publicText: { control: 'longText' },
            }}
            prepare={(body) => ({ ...body, finding })}
            submit={t('trace.recall.open')}
            onDone={({ id }) => {
              api.forget('recalls')
              go(`/trace/recalls/${id}`)
            }}
            onCancel={() => go('/trace/recalls')}
          />
        </Panel>
      </Stack>
    </Frame>
  )
}
