import {
  ConfirmButton,
  FormDialog,
  Panel,
  SimpleTable,
  StatusTag,
  say,
  UploadForm,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Select } from 'antd'
import { useState } from 'react'
import { trace } from '../../contract.ts'
import type { PaperLine } from './papers.ts'
import { audiences, paperKinds } from './papers.ts'

/** Papers of a product, place, party, lot or serial number. */
export function DocumentsOf({ about, mayChange }: { about: string; mayChange: boolean }) {
  const { t } = useWords()
  const api = useApi(trace)
  const papers = useQuery(api.ask.documents({ query: { about, pageSize: 100 } }))
  const [isAdding, setAdding] = useState(false)
  const [edited, setEdited] = useState<PaperLine | null>(null)
  async function remove({ id }: PaperLine): Promise<void> {
    await api.call.removeDocument({ params: { documentId: id } })
    api.forget()
    say.done('trace.document.removed')
  }
  return (
    <Panel
      title={t('trace.page.documents')}
      extra={mayChange ? <Button onClick={() => setAdding(true)}>{t('trace.document.add')}</Button> : null}
    >
      <Papers rows={papers.data?.rows ?? []} onEdit={setEdited} onRemove={remove} mayChange={mayChange} />
      <Adding
        about={about}
        open={isAdding}
        onClose={() => setAdding(false)}
        onDone={(paper) => {
          setAdding(false)
          api.forget()
          setEdited(paper)
        }}
      />
      {edited ? <EditPaper paper={edited} onClose={() => setEdited(null)} /> : null}
    </Panel>
  )
}

type PapersProps = {
  rows: readonly PaperLine[]
  mayChange: boolean
  onEdit: (paper: PaperLine) => void
  onRemove: (paper: PaperLine) => Promise<void>
}

function Papers({ rows, mayChange, onEdit, onRemove }: PapersProps) {
  const { t } = useWords()
  const api = useApi(trace)
  return (
    <SimpleTable
      caption={t('trace.page.documents')}
      rowKey="id"
      rows={rows}
      columns={[
        { key: 'kind', title: t('trace.column.kind'), render: ({ kind }) => t(`trace.value.kind.${kind}`) },
        {
          key: 'title',
          title: t('trace.column.title'),
          render: ({ id, title }) => (
            <Button
              type="link"
              size="small"
              onClick={() => void api.download.documentFile({ params: { documentId: id } })}
            >
              {title}
            </Button>
          ),
        },
        { key: 'issuer', title: t('trace.column.issuer') },
        {
          key: 'validUntil',
          title: t('trace.column.validUntil'),
          render: ({ validUntil, isExpired }) =>
            isExpired ? (
              <StatusTag tone="warning" text={`${validUntil} ${t('trace.column.isExpired')}`} />
            ) : (
              (validUntil ?? '–')
            ),
        },
        {
          key: 'audience',
          title: t('trace.column.audience'),
          render: ({ audience }) => t(`trace.value.audience.${audience}`),
        },
        {
          key: 'actions',
          title: '',
          render: (row) =>
            mayChange ? (
              <>
                <Button type="link" size="small" onClick={() => onEdit(row)}>
                  {t('trace.document.edit')}
                </Button>
                <ConfirmButton
                  title={`${t('trace.document.remove')}: ${row.title}`}
                  danger
                  onConfirm={() => onRemove(row)}
                >
                  {t('trace.document.remove')}
                </ConfirmButton>
              </>
            ) : null,
        },
      ]}
    />
  )
}

type AddingProps = { about: string; open: boolean; onClose: () => void; onDone: (paper: PaperLine) => void }

function Adding({ about, open, onClose, onDone }: AddingProps) {
  const { t } = useWords()
  const [kind, setKind] = useState<PaperLine['kind']>('testReport')
  const [audience, setAudience] = useState<PaperLine['audience']>('own')
  return (
    <Modal open={open} footer={null} title={t('trace.document.add')} onCancel={onClose} destroyOnHidden>
      <Select
        aria-label={t('trace.column.kind')}
        value={kind}
        onChange={setKind}
        options={paperKinds.map((value) => ({ value, label: t(`trace.value.kind.${value}`) }))}
      />{' '}
      <Select
        aria-label={t('trace.column.audience')}
        value={audience}
        onChange={setAudience}
        options={audiences.map((value) => ({ value, label: t(`trace.value.audience.${value}`) }))}
      />
      <UploadForm
        contract={trace}
        route="addDocument"
        query={{ about, kind, audience }}
        accept=".pdf,.png,.jpg,.jpeg"
        hint={t('trace.rule.documentKind')}
        onDone={(answer) => onDone(answer)}
      />
    </Modal>
  )
}

/** What the paper is: asked once it is there. */
export function EditPaper({ paper, onClose }: { paper: PaperLine; onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(trace)
  const { kind, title, titleEn, language, number, issuer, issuedOn, validUntil, audience } = paper
  const given = { kind, title, titleEn, language, number, issuer, issuedOn, validUntil, audience }
  return (
    <FormDialog
      open
      title={t('trace.document.edit')}
      onClose={onClose}
      contract={trace}
      route="changeDocument"
      input={{ params: { documentId: paper.id } }}
      initial={Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))}
      onDone={() => api.forget()}
    />
  )
}
