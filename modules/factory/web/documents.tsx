import {
  Allowed,
  ConfirmButton,
  formatNumber,
  Loaded,
  Panel,
  Picture,
  SimpleTable,
  Stack,
  Time,
  UploadForm,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import './factory.css'
import type { Machine } from './types.ts'

/** The machine's photo; whoever keeps the register may put another in its place. */
export function Photo({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const api = useApi(factory)
  const [number, setNumber] = useState(0)
  const params = { equipmentId: machine.id }
  const hasPhoto = machine.hasPhoto || number > 0
  return (
    <Panel title={t('factory.photo')}>
      <Stack>
        {hasPhoto ? (
          <Picture
            route={factory.routes.photo}
            params={params}
            version={number}
            alt={t('factory.photo.of', { name: machine.name })}
            className="factory-photo"
          />
        ) : (
          <p>{t('factory.photo.none')}</p>
        )}
        <Allowed may="factory.write">
          <UploadForm
            key={number}
            contract={factory}
            route="setPhoto"
            params={params}
            accept=".png,.jpg,.jpeg"
            onDone={() => {
              setNumber(number + 1)
              api.forget('oneEquipment')
            }}
          />
        </Allowed>
      </Stack>
    </Panel>
  )
}

/** Manuals, certificates, drawings: to read, to add, to remove. */
export function Documents({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const api = useApi(factory)
  const params = { equipmentId: machine.id }
  const columns = useColumns()
  const documents = useQuery(api.ask.documents({ params }))
  const [number, setNumber] = useState(0)
  return (
    <Panel title={t('factory.documents')}>
      <Stack>
        <Loaded ask={documents}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p>{t('factory.document.none')}</p>
            ) : (
              <SimpleTable caption={t('factory.documents')} columns={columns} rows={rows} rowKey="id" />
            )
          }
        </Loaded>
        <Allowed may="factory.write">
          <UploadForm
            key={number}
            contract={factory}
            route="addDocument"
            params={params}
            accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.pptx,.zip"
            onDone={() => {
              setNumber(number + 1)
              api.forget('documents')
            }}
          />
        </Allowed>
      </Stack>
    </Panel>
  )
}

type Row = { id: string; name: string; sizeBytes: number; createdAt: string }

function useColumns() {
  const { t, locale } = useWords()
  const api = useApi(factory)
  const remove = async (documentId: string) => {
    await api.call.removeDocument({ params: { documentId } })
    api.forget('documents')
  }
  return [
    {
      key: 'name',
      title: t('factory.document.name'),
      render: (row: Row) => (
        <Button type="link" onClick={() => void api.download.document({ params: { documentId: row.id } })}>
          {row.name}
        </Button>
      ),
    },
    {
      key: 'sizeBytes',
      title: t('factory.document.size'),
      align: 'end' as const,
      render: (row: Row) => `${formatNumber(row.sizeBytes / 1024, locale, 1)} kB`,
    },
    {
      key: 'createdAt',
      title: t('factory.document.createdAt'),
      render: (row: Row) => <Time at={row.createdAt} />,
    },
    {
      key: 'remove',
      title: '',
      render: (row: Row) => (
        <ConfirmButton
          may="factory.write"
          type="link"
          size="small"
          danger
          title={t('factory.document.removeAsk', { name: row.name })}
          onConfirm={() => remove(row.id)}
        >
          {t('factory.document.remove')}
        </ConfirmButton>
      ),
    },
  ]
}
