import {
  Allowed,
  ConfirmButton,
  FormDialog,
  Page as Frame,
  ImportForm,
  ListView,
  Loaded,
  Panel,
  Stack,
  TabBar,
  Time,
  useApi,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, ColorPicker } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Reason } from './loss-types.ts'
import { ReasonTree } from './reason-tree.tsx'

const tabs = ['tree', 'versions', 'import'] as const

/** The firm's own tree of stop reasons: its editor, its versions, its sheet. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const [tab, setTab] = useSearchState('tab', 'tree')
  const reasons = useQuery(api.ask.reasons({}))
  return (
    <Frame title={t('factory.page.reasons')} subtitle={t('factory.reasons.subtitle')}>
      <Stack>
        <TabBar
          label={t('factory.page.reasons')}
          tabs={tabs.map((key) => ({ key, title: t(`factory.reasons.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        <Loaded ask={reasons}>
          {({ rows, version }) => (
            <>
              {tab === 'tree' ? <Editor rows={rows} version={version} /> : null}
              {tab === 'versions' ? <Versions version={version} /> : null}
              {tab === 'import' ? <Import /> : null}
            </>
          )}
        </Loaded>
      </Stack>
    </Frame>
  )
}

/** What the dialogue is open for: a reason to be changed, or a parent to add below; null closed. */
type Open = { row: Reason } | { parentCode: string | null } | null

function Editor({ rows, version }: { rows: readonly Reason[]; version: number }) {
  const { t } = useWords()
  const { download } = useApi(factory)
  const [open, setOpen] = useState<Open>(null)
  return (
    <Panel
      title={version === 0 ? t('factory.reasons.usual') : t('factory.reasons.version', { version })}
      extra={
        <>
          <Button onClick={() => void download.reasons({ query: { format: 'xlsx' } })}>
            {t('factory.action.export')}
          </Button>{' '}
          <Allowed may="factory.write">
            <Button type="primary" onClick={() => setOpen({ parentCode: null })}>
              {t('factory.route.addReason')}
            </Button>
          </Allowed>
        </>
      }
    >
      <ReasonTree
        key={version}
        rows={rows}
        version={version}
        onEdit={(row) => setOpen({ row })}
        onAdd={(parentCode) => setOpen({ parentCode })}
      />
      <ReasonDialog open={open} version={version} onClose={() => setOpen(null)} />
    </Panel>
  )
}

function ReasonDialog({ open, version, onClose }: { open: Open; version: number; onClose: () => void }) {
  const { t } = useWords()
  const fields = {
    version: { hidden: true },
    parentCode: { hidden: true },
    colour: {
      render: ({ value, onChange }: { value?: unknown; onChange?: (value: unknown) => void }) => (
        <ColorPicker
          value={String(value ?? '#ffffff')}
          allowClear
          disabledAlpha
          onChange={(colour) => onChange?.(colour.cleared ? undefined : colour.toHexString().slice(0, 7))}
        />
      ),
    },
  }
  if (open && 'row' in open) {
    const { row } = open
    const { colour, state, loss } = row.own
    const initial = {
      version,
      name: row.name,
      nameEn: row.nameEn,
      isPlanned: row.isPlanned,
      colour,
      state,
      loss,
    }
    return (
      <FormDialog
        contract={factory}
        open
        onClose={onClose}
        title={t('factory.route.changeReason')}
        route="changeReason"
        input={{ params: { code: row.code } }}
        initial={initial}
        fields={fields}
      />
    )
  }
  return (
    <FormDialog
      contract={factory}
      open={open !== null}
      onClose={onClose}
      title={t('factory.route.addReason')}
      route="addReason"
      initial={{ version, ...(open?.parentCode ? { parentCode: open.parentCode } : {}) }}
      fields={fields}
    />
  )
}

function Versions({ version }: { version: number }) {
  const { t } = useWords()
  const restore = useMutation(useApi(factory).tell.restoreReasons())
  return (
    <ListView
      contract={factory}
      route="reasonVersions"
      rowKey={(row) => String(row.version)}
      label={t('factory.reasons.versions')}
      empty={{ text: t('factory.reasons.noVersions') }}
      columns={[
        { key: 'version', main: true },
        { key: 'note' },
        { key: 'reasonCount', align: 'end' },
        { key: 'personName' },
        { key: 'createdAt', render: (row) => <Time at={row.createdAt} /> },
        {
          key: 'restore',
          title: 'factory.column.actions',
          render: (row) =>
            row.version === version ? null : (
              <ConfirmButton
                may="factory.write"
                type="link"
                size="small"
                title={t('factory.reasons.restoreAsk', { version: row.version })}
                onConfirm={async () =>
                  void (await restore.mutateAsync({ params: { number: row.version }, body: { version } }))
                }
              >
                {t('factory.route.restoreReasons')}
              </ConfirmButton>
            ),
        },
      ]}
    />
  )
}

function Import() {
  const { t } = useWords()
  const api = useApi(factory)
  return (
    <Panel title={t('factory.route.importReasons')}>
      <ImportForm
        contract={factory}
        route="importReasons"
        onTemplate={() => void api.download.reasonTemplate({})}
        onWritten={() => api.forget()}
      />
    </Panel>
  )
}
