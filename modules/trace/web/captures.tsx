import {
  Allowed,
  Link,
  ListPage,
  StatusTag,
  say,
  Time,
  type Tone,
  UploadForm,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { type Capture, trace } from '../contract.ts'

/** Documents that were captured, and what became of them; a person captures one by hand. */
export function Page() {
  const { t } = useWords()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <ListPage
        contract={trace}
        route="captures"
        title={t('trace.page.captures')}
        rowKey="id"
        actions={
          <Allowed may="trace.capture">
            <Button type="primary" onClick={() => setIsOpen(true)}>
              {t('trace.captures.upload')}
            </Button>
          </Allowed>
        }
        columns={[
          { key: 'createdAt', main: true, render: ({ createdAt }) => <Time at={createdAt} /> },
          { key: 'source', render: ({ source }) => <Source value={source} /> },
          { key: 'behaviour', wideOnly: true },
          {
            key: 'events',
            render: ({ id, events }) => <Link to={`/trace/events?captureId=${id}`}>{events}</Link>,
          },
          { key: 'stored' },
          { key: 'success', render: (row) => <Outcome {...row} /> },
          { key: 'personName' },
        ]}
      />
      {isOpen ? <UploadDialog onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}

const sources: readonly string[] = ['capture', 'upload', 'sample', 'rule', 'recall', 'inspection', 'scan']

function Source({ value }: { value: string }) {
  const { t } = useWords()
  return <>{sources.includes(value) ? t(`trace.captures.from.${value}`) : value}</>
}

function Outcome({ running, success, errors }: Pick<Capture, 'running' | 'success' | 'errors'>) {
  const { t } = useWords()
  const [tone, word]: [Tone, string] = running
    ? ['info', t('trace.captures.running')]
    : success
      ? ['success', t('trace.captures.stored')]
      : ['error', t('trace.captures.refused')]
  return (
    <>
      <StatusTag tone={tone} text={word} />
      {errors[0] ? <div className="r-muted">{errors[0].detail}</div> : null}
    </>
  )
}

/** All events of the document are kept, or none; each fault is named by its place in the document. */
function UploadDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(trace)
  const [errors, setErrors] = useState<Capture['errors']>([])
  return (
    <Modal open title={t('trace.captures.upload')} footer={null} onCancel={onClose}>
      <UploadForm
        contract={trace}
        route="capture"
        accept=".json,.jsonld,.xml"
        hint={t('trace.captures.hint')}
        onDone={(answer) => {
          api.forget()
          setErrors(answer.errors)
          if (!answer.success) return
          say.done('trace.captures.done', { count: answer.stored })
          onClose()
        }}
      />
      {errors.length > 0 ? (
        <ul className="trace-capture-errors" role="alert">
          {errors.map(({ title, detail }) => (
            <li key={detail}>{`${title}: ${detail}`}</li>
          ))}
        </ul>
      ) : null}
    </Modal>
  )
}
