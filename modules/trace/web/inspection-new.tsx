import {
  Page as Frame,
  Link,
  Loaded,
  Panel,
  Stack,
  say,
  useApi,
  useGo,
  useMe,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { trace } from '../contract.ts'
import type { Finding, Inspection } from '../inspections/contract.ts'
import { About, type Draft } from './inspection-about.tsx'
import { blankFinding, FindingRows, isFound } from './inspection-findings.tsx'
import './trace.css'

/** A result is entered; `like` takes what an earlier one had, `thing` what is to be inspected. */
export function Page() {
  const { t } = useWords()
  const { like } = useSearch()
  const id = typeof like === 'string' ? like : ''
  const earlier = useQuery({
    ...useApi(trace).ask.inspection({ params: { inspectionId: id } }),
    enabled: id !== '',
  })
  return (
    <Frame
      title={t('trace.page.inspectionNew')}
      breadcrumbs={[{ title: t('trace.page.inspections'), to: '/trace/inspections' }]}
    >
      {id === '' ? <Form like={null} /> : <Loaded ask={earlier}>{(found) => <Form like={found} />}</Loaded>}
    </Frame>
  )
}

function Form({ like }: { like: Inspection | null }) {
  const { t } = useWords()
  const api = useApi(trace)
  const go = useGo()
  const me = useMe()
  const { thing } = useSearch()
  const [draft, setDraft] = useState<Draft>(() => ({
    inspectionKind: like?.inspectionKind ?? 'final',
    things: like ? like.things.join('\n') : String(thing ?? ''),
    findings: like ? like.findings : [blankFinding],
    inspectedAt: like?.inspectedAt ?? dayjs().toISOString(),
    inspector: like?.inspector ?? me.person?.name ?? '',
    ...(like?.quantity ? { quantity: like.quantity, ...(like.unit ? { unit: like.unit } : {}) } : {}),
    ...(like?.place ? { place: like.place } : {}),
  }))
  const [isBusy, setIsBusy] = useState(false)
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const things = draft.things.split('\n').flatMap((one) => (one.trim() ? [one.trim()] : []))
  async function save(): Promise<void> {
    setIsBusy(true)
    try {
      const body = { ...said(draft), things }
      const { id } = await api.call.addInspection({ body })
      api.forget()
      say.done('trace.inspection.saved')
      go(`/trace/inspections/${id}`)
    } catch (error) {
      say.fault(error)
    }
    setIsBusy(false)
  }
  return (
    <Stack>
      <Panel title={t('trace.inspection.things')}>
        <About draft={draft} set={set} things={things} />
      </Panel>
      <Panel
        title={t('trace.inspection.findings')}
        extra={<CopyLast thing={things[0]} put={(findings) => set({ findings })} />}
      >
        <FindingRows findings={draft.findings} change={(findings) => set({ findings })} />
      </Panel>
      <div className="trace-actions">
        <Button
          type="primary"
          loading={isBusy}
          disabled={things.length === 0 || !draft.findings.every(isFound)}
          onClick={() => void save()}
        >
          {t('trace.inspection.save')}
        </Button>
        <Link to="/trace/inspections">{t('ui.cancel')}</Link>
      </div>
    </Stack>
  )
}

/** Without what was left empty. */
function said({ number, unit, place, inspector, note, quantity, documentId, ...rest }: Draft) {
  const texts = { number, unit, place, inspector, note, documentId }
  const given = Object.entries(texts).filter(([, text]) => text?.trim())
  return { ...rest, ...(quantity ? { quantity } : {}), ...Object.fromEntries(given) }
}

/** Characteristics and limits of the last inspection of the same product; the results are to be entered. */
function CopyLast({ thing, put }: { thing: string | undefined; put: (findings: Finding[]) => void }) {
  const { t } = useWords()
  const api = useApi(trace)
  async function copy(): Promise<void> {
    const { rows } = await api.call.inspections({ query: { product: thing ?? '', pageSize: 1 } })
    if (!rows[0]) return say.warning('trace.inspection.noLast')
    const { findings } = await api.call.inspection({ params: { inspectionId: rows[0].id } })
    put(findings.map(({ value: _, text: __, isPassed: ___, ...rest }) => rest))
  }
  return (
    <Button
      size="small"
      disabled={thing === undefined}
      onClick={() => void copy().catch((error: unknown) => say.fault(error))}
    >
      {t('trace.inspection.copyLast')}
    </Button>
  )
}
