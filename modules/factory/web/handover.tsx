import './losses.css'
import {
  Allowed,
  ConfirmButton,
  FormDialog,
  Page as Frame,
  ListView,
  Nothing,
  Panel,
  Row,
  Stack,
  StatusTag,
  say,
  Time,
  UploadForm,
  useApi,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { UnitChoice, useUnits } from './loss-scope.tsx'
import type { Handover } from './loss-types.ts'
import { StandingAlarms } from './shift-alarms.tsx'

/** What one shift tells the next: entries, open points carried over, and who has read them. */
export function Page() {
  const { t } = useWords()
  const units = useUnits()
  const { isLoading } = useQuery(useApi(factory).ask.tree({}))
  const [chosen, setUnit] = useSearchState('unit', '')
  const unitId = chosen || units[0]?.node.id
  return (
    <Frame title={t('factory.page.handover')} subtitle={t('factory.handover.subtitle')}>
      {unitId ? (
        <Stack>
          <Tools unitId={unitId} onUnit={setUnit} />
          <Acknowledged unitId={unitId} />
          <StandingAlarms unitId={unitId} />
          <Entries unitId={unitId} />
        </Stack>
      ) : isLoading ? null : (
        <Nothing text={t('factory.handover.none')} />
      )}
    </Frame>
  )
}

function Tools({ unitId, onUnit }: { unitId: string; onUnit: (unit: string) => void }) {
  const { t } = useWords()
  const [isAdding, setAdding] = useState(false)
  const acknowledge = useMutation(useApi(factory).tell.acknowledgeHandover())
  return (
    <Row>
      <UnitChoice required value={unitId} onChange={onUnit} />
      <Allowed may="factory.operate">
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('factory.route.addHandover')}
        </Button>{' '}
        <ConfirmButton
          title={t('factory.handover.acknowledgeAsk')}
          onConfirm={async () => {
            await acknowledge.mutateAsync({ params: { unitId } })
            say.done('factory.handover.acknowledged')
          }}
        >
          {t('factory.route.acknowledgeHandover')}
        </ConfirmButton>
      </Allowed>
      <FormDialog
        contract={factory}
        open={isAdding}
        onClose={() => setAdding(false)}
        title={t('factory.route.addHandover')}
        route="addHandover"
        input={{ params: { unitId } }}
        initial={{ kind: 'note', isPoint: false }}
        fields={{ body: { control: 'longText', wide: true }, equipmentId: { hidden: true } }}
        order={['kind', 'body', 'isPoint']}
      />
    </Row>
  )
}

/** The newest acknowledgement, so that everybody sees whether the hand-over was read. */
function Acknowledged({ unitId }: { unitId: string }) {
  const { t } = useWords()
  const query = { pageSize: 1 }
  const last = useQuery(useApi(factory).ask.handoverAcknowledgements({ params: { unitId }, query }))
  const row = last.data?.rows[0]
  if (!row) return <p>{t('factory.handover.unread')}</p>
  return (
    <p>
      {t('factory.handover.readBy', { person: row.personName ?? '', count: row.points })}{' '}
      <Time at={row.acknowledgedAt} />
    </p>
  )
}

function Entries({ unitId }: { unitId: string }) {
  const { t } = useWords()
  const [closing, setClosing] = useState<Handover | null>(null)
  const [attaching, setAttaching] = useState<Handover | null>(null)
  return (
    <Panel title={t('factory.handover.log')}>
      <ListView
        contract={factory}
        route="handover"
        name="handover"
        fixed={{ unit: unitId }}
        rowKey="id"
        label={t('factory.page.handover')}
        empty={{ text: t('factory.handover.none') }}
        filters={[
          {
            key: 'kind',
            options: (['note', 'fault', 'quality', 'material', 'safety', 'order'] as const).map((value) => ({
              value,
              text: t(`factory.value.handover.${value}`),
            })),
          },
          'isPoint',
          'isClosed',
        ]}
        rowActions={(row) => [
          {
            key: 'attach',
            text: t('factory.route.addHandoverFile'),
            may: 'factory.operate',
            onClick: () => setAttaching(row),
          },
          {
            key: 'close',
            text: t('factory.route.closeHandover'),
            may: 'factory.operate',
            disabled: !row.isPoint || row.closedAt !== null,
            onClick: () => setClosing(row),
          },
        ]}
        columns={[
          { key: 'body', main: true, render: (row) => <Body entry={row} /> },
          { key: 'kind', render: (row) => t(`factory.value.handover.${row.kind}`) },
          { key: 'unitName' },
          { key: 'personName' },
          { key: 'createdAt', render: (row) => <Time at={row.createdAt} /> },
          { key: 'closedAt', render: (row) => <Closed entry={row} /> },
        ]}
      />
      {closing ? <Close entry={closing} onClose={() => setClosing(null)} /> : null}
      {attaching ? <Attach entry={attaching} onClose={() => setAttaching(null)} /> : null}
    </Panel>
  )
}

function Body({ entry }: { entry: Handover }) {
  const { download } = useApi(factory)
  return (
    <span>
      {entry.equipmentName ? <strong>{entry.equipmentName} </strong> : null}
      {entry.body}
      {entry.files.map((file) => (
        <Button
          key={file.id}
          type="link"
          size="small"
          onClick={() => void download.handoverFile({ params: { fileId: file.id } })}
        >
          {file.name}
        </Button>
      ))}
    </span>
  )
}

function Closed({ entry }: { entry: Handover }) {
  const { t } = useWords()
  if (!entry.isPoint) return null
  if (!entry.closedAt) return <StatusTag tone="warning" text={t('factory.handover.open')} />
  return (
    <>
      <StatusTag tone="success" text={t('factory.handover.closed')} />{' '}
      {[entry.closing, entry.closedName].filter(Boolean).join(' · ')} <Time at={entry.closedAt} />
    </>
  )
}

type EntryDialog = { entry: Handover; onClose: () => void }

function Close({ entry, onClose }: EntryDialog) {
  const { t } = useWords()
  return (
    <FormDialog
      contract={factory}
      open
      onClose={onClose}
      title={t('factory.route.closeHandover')}
      route="closeHandover"
      input={{ params: { entryId: entry.id } }}
      fields={{ closing: { control: 'longText' } }}
    />
  )
}

function Attach({ entry, onClose }: EntryDialog) {
  const { t } = useWords()
  return (
    <Modal open onCancel={onClose} footer={null} title={t('factory.route.addHandoverFile')}>
      <UploadForm
        contract={factory}
        route="addHandoverFile"
        params={{ entryId: entry.id }}
        accept=".pdf,.png,.jpg,.jpeg,.zip,.xlsx,.docx"
        onDone={onClose}
      />
    </Modal>
  )
}
