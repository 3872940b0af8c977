import { Allowed, Panel, SimpleTable, Time, useApi, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { governance } from '../contract.ts'
import { AddFile } from './add-file.tsx'
import type { Item } from './item.tsx'

/** What proves the work, each file with the hash of its content. */
export function ItemFiles({ item }: { item: Item }) {
  const { t } = useWords()
  const api = useApi(governance)
  const handles = item.isOurs || item.parts.some((one) => one.isMine)
  return (
    <Panel
      title={t('governance.item.files')}
      extra={
        item.state === 'running' && handles ? (
          <Allowed may="governance.handle">
            <AddFile route="addItemFile" params={{ itemId: item.id }} onDone={() => api.forget('item')} />
          </Allowed>
        ) : undefined
      }
    >
      {item.files.length === 0 ? (
        <p className="governance-excerpt">{t('governance.item.noFiles')}</p>
      ) : (
        <SimpleTable
          caption={t('governance.item.files')}
          rowKey="id"
          rows={item.files}
          columns={[
            {
              key: 'name',
              title: t('governance.item.fileName'),
              render: (file) => (
                <Button
                  type="link"
                  size="small"
                  onClick={() => void api.download.itemFile({ params: { itemId: item.id, fileId: file.id } })}
                >
                  {file.name}
                </Button>
              ),
            },
            { key: 'personName', title: t('governance.item.person') },
            { key: 'at', title: t('governance.item.at'), render: (file) => <Time at={file.at} /> },
            {
              key: 'hash',
              title: 'SHA-256',
              render: (file) => <code title={file.hash}>{file.hash.slice(0, 12)}…</code>,
            },
          ]}
        />
      )}
    </Panel>
  )
}
