import {
  ConfirmButton,
  FormDialog,
  formatNumber,
  Link,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  UploadForm,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useCallback, useState } from 'react'
import { registry } from '../contract.ts'
import { useFinders } from './finders.ts'
import type { SystemLink, SystemPaper, SystemShown } from './types.ts'

type Props = { one: SystemShown }

/** With which systems of the ledger it exchanges what, by itself or by hand. */
export function Links({ one }: Props) {
  const { t } = useWords()
  const [isAdding, setAdding] = useState(false)
  const title = t('registry.column.links')
  const add = (
    <Button size="small" onClick={() => setAdding(true)}>
      {t('registry.action.linkSystem')}
    </Button>
  )
  return (
    <Panel
      title={<Counted title={title} count={one.links.length} />}
      {...(one.mayWrite ? { extra: add } : {})}
    >
      {one.links.length === 0 ? (
        <p className="r-muted">{t('registry.systems.noLinks')}</p>
      ) : (
        <LinkTable one={one} />
      )}
      {isAdding ? <LinkForm one={one} onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}

function Counted({ title, count }: { title: string; count: number }) {
  return (
    <>
      {title}{' '}
      <span className="r-figure-compact">
        <span className="r-figure-value">{count}</span>
      </span>
    </>
  )
}

function LinkTable({ one }: Props) {
  const { t } = useWords()
  const columns = useLinkColumns(one)
  return <SimpleTable caption={t('registry.column.links')} columns={columns} rows={one.links} rowKey="id" />
}

function useLinkColumns({ system, mayWrite }: SystemShown) {
  const { t } = useWords()
  const remove = useMutation(useApi(registry).tell.unlinkSystem({}))
  const isOut = (row: SystemLink) => row.fromId === system.id
  return [
    {
      key: 'direction',
      title: t('registry.column.direction'),
      render: (row: SystemLink) => t(isOut(row) ? 'registry.systems.outgoing' : 'registry.systems.incoming'),
    },
    {
      key: 'other',
      title: t('registry.field.toId'),
      render: (row: SystemLink) => (
        <Link to={`/registry/systems/${isOut(row) ? row.toId : row.fromId}`}>
          {isOut(row) ? row.toName : row.fromName}
        </Link>
      ),
    },
    {
      key: 'exchanged',
      title: t('registry.column.exchanged'),
      render: (row: SystemLink) =>
        [t(`registry.value.exchanged.${row.exchanged}`), row.note].filter(Boolean).join(' · '),
    },
    {
      key: 'isAutomatic',
      title: t('registry.column.isAutomatic'),
      render: (row: SystemLink) => (
        <StatusTag
          tone={row.isAutomatic ? 'success' : 'neutral'}
          text={t(`registry.value.isOwn.${row.isAutomatic ? 'yes' : 'no'}`)}
        />
      ),
    },
    ...(mayWrite
      ? [
          {
            key: 'action',
            title: t('registry.column.action'),
            render: (row: SystemLink) =>
              isOut(row) ? (
                <ConfirmButton
                  danger
                  size="small"
                  title={t('registry.ask.remove')}
                  onConfirm={async () =>
                    void (await remove.mutateAsync({ params: { systemId: system.id, linkId: row.id } }))
                  }
                >
                  {t('registry.action.remove')}
                </ConfirmButton>
              ) : null,
          },
        ]
      : []),
  ]
}

function LinkForm({ one, onClose }: Props & { onClose: () => void }) {
  const { t } = useWords()
  const { findSystems } = useFinders()
  const { id, organisationId } = one.system
  const find = useCallback(
    async (q: string) => (await findSystems(q, organisationId)).filter(({ value }) => value !== id),
    [findSystems, organisationId, id],
  )
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('registry.action.linkSystem')}
      contract={registry}
      route="linkSystem"
      input={{ params: { systemId: one.system.id } }}
      initial={{ isAutomatic: true }}
      fields={{ toId: { find } }}
    />
  )
}

/** What proves that the system is there and in use. */
export function Papers({ one }: Props) {
  const { t } = useWords()
  const title = t('registry.column.papers')
  return (
    <Panel title={<Counted title={title} count={one.papers.length} />}>
      <Stack>
        {one.papers.length === 0 ? (
          <p className="r-muted">{t('registry.systems.noPapers')}</p>
        ) : (
          <PaperTable one={one} />
        )}
        {one.mayWrite ? <AddPaper one={one} /> : null}
      </Stack>
    </Panel>
  )
}

function PaperTable({ one }: Props) {
  const { t } = useWords()
  const columns = usePaperColumns(one)
  return <SimpleTable caption={t('registry.column.papers')} columns={columns} rows={one.papers} rowKey="id" />
}

const paperKinds = ['contract', 'acceptance', 'screenshot', 'other'] as const

function AddPaper({ one }: Props) {
  const { t } = useWords()
  const api = useApi(registry)
  const [paperKind, setKind] = useState<(typeof paperKinds)[number]>('contract')
  const options = paperKinds.map((value) => ({ value, label: t(`registry.value.paperKind.${value}`) }))
  return (
    <div>
      <Select
        aria-label={t('registry.column.paperKind')}
        value={paperKind}
        options={options}
        onChange={setKind}
        popupMatchSelectWidth={false}
      />
      <UploadForm
        key={one.papers.length}
        contract={registry}
        route="addSystemPaper"
        params={{ systemId: one.system.id }}
        query={{ paperKind }}
        accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.pptx"
        submit={t('registry.action.addPaper')}
        onDone={() => api.forget()}
      />
    </div>
  )
}

function usePaperColumns({ system, mayWrite }: SystemShown) {
  const { t, locale } = useWords()
  const api = useApi(registry)
  const remove = useMutation(api.tell.removeSystemPaper({}))
  const params = (row: SystemPaper) => ({ systemId: system.id, paperId: row.id })
  return [
    {
      key: 'fileName',
      title: t('registry.column.papers'),
      render: (row: SystemPaper) => (
        <Button
          type="link"
          size="small"
          onClick={() => void api.download.systemPaper({ params: params(row) })}
        >
          {row.fileName}
        </Button>
      ),
    },
    {
      key: 'paperKind',
      title: t('registry.column.paperKind'),
      render: (row: SystemPaper) => t(`registry.value.paperKind.${row.paperKind}`),
    },
    {
      key: 'bytes',
      title: t('registry.column.bytes'),
      align: 'end' as const,
      render: (row: SystemPaper) => `${formatNumber(row.bytes / 1024, locale, 1)} KB`,
    },
    { key: 'addedBy', title: t('registry.column.addedBy') },
    {
      key: 'addedAt',
      title: t('registry.column.at'),
      render: (row: SystemPaper) => <Time at={row.addedAt} />,
    },
    ...(mayWrite
      ? [
          {
            key: 'action',
            title: t('registry.column.action'),
            render: (row: SystemPaper) => (
              <ConfirmButton
                danger
                size="small"
                title={t('registry.ask.remove')}
                onConfirm={async () => void (await remove.mutateAsync({ params: params(row) }))}
              >
                {t('registry.action.remove')}
              </ConfirmButton>
            ),
          },
        ]
      : []),
  ]
}
