import { Facts, Stack, saveBlob, useWords } from '@ronghe/kit/ui'
import { Button, Modal } from 'antd'

export type Credential = { id: string; password: string; server: string; group: string; node: string }

/** By this name the server tells edges that it is there. */
const hostId = 'ronghe'

/** What an edge signs in with, shown once: to copy, or as the file that its program is run with. */
export function CredentialOnce({
  credential,
  onClose,
}: {
  credential: Credential | null
  onClose: () => void
}) {
  const { t } = useWords()
  return (
    <Modal
      open={credential !== null}
      title={t('factory.edge.credential')}
      onCancel={onClose}
      onOk={onClose}
      mask={{ closable: false }}
      footer={(_, { OkBtn }) => <OkBtn />}
    >
      <Stack>
        <strong>{t('factory.edge.once')}</strong>
        <Facts
          items={Object.entries(credential ?? {}).map(([key, value]) => ({
            label: t(`factory.edge.${key}`),
            value: <code style={{ wordBreak: 'break-all' }}>{value}</code>,
          }))}
        />
        <Button
          type="primary"
          onClick={() => saveBlob(new Blob([`${fileOf(credential as Credential)}\n`]), 'edge.json')}
        >
          {t('factory.edge.fileGet')}
        </Button>
        <p>
          {t('factory.edge.fileHow')}
          <br />
          <code>{t('factory.edge.fileRun')}</code>
        </p>
        <small>{t('factory.edge.fileAddress')}</small>
      </Stack>
    </Modal>
  )
}

function fileOf({ id, password, server, group, node }: Credential): string {
  const buffer = { directory: './data/edge' }
  const file = { server, group, node, username: id, password, hostId, buffer, devices: 'server' }
  return JSON.stringify(file, null, 2)
}
