import { SimpleTable, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { changesOf, type Device } from '../configuration/devices.ts'
import { factory } from '../contract.ts'
import './cards.css'

type Devices = readonly Device[]

/** Above this they are folded, and no more are listed. */
const changesShown = 100

/** Every setting that is another one afterwards. */
export function Changes({ before, after, at }: { before: Devices; after: Devices; at?: string }) {
  const { t } = useWords()
  const changes = changesOf(before, after)
  const count = t('factory.edge.changes', { count: changes.length })
  const title = at === undefined ? count : `${at}: ${count}`
  if (changes.length === 0) return <p>{title}</p>
  return (
    <details open={changes.length <= changesShown}>
      <summary>{title}</summary>
      <div className="factory-cards">
        <SimpleTable
          caption={title}
          rowKey="path"
          columns={[
            { key: 'path', title: t('factory.edge.setting') },
            {
              key: 'before',
              title: t('factory.edge.before'),
              render: (row) => <Setting text={row.before} />,
            },
            { key: 'after', title: t('factory.edge.after'), render: (row) => <Setting text={row.after} /> },
          ]}
          rows={changes.slice(0, changesShown)}
        />
      </div>
    </details>
  )
}

function Setting({ text }: { text: string | null }) {
  return <code style={{ overflowWrap: 'anywhere' }}>{text ?? '–'}</code>
}

/** What one version of an edge changed against another. */
export function VersionChanges({ edgeId, from, to }: { edgeId: string; from: number; to: number }) {
  const before = useDevices(edgeId, from)
  const after = useDevices(edgeId, to)
  return before && after ? <Changes before={before} after={after} /> : null
}

/** What a version of another edge would change at this one, before it is given to it. */
export function ChangesAt(props: { edgeId: string; from: { edgeId: string; version: number } }) {
  const { edgeId, from } = props
  const one = useQuery(useApi(factory).ask.oneEdge({ params: { edgeId } }))
  const newest = one.data?.newestVersion
  const before = useDevices(edgeId, newest ?? null)
  const after = useDevices(from.edgeId, from.version)
  if (!one.data || !after || (newest !== null && !before)) return null
  return <Changes at={one.data.name} before={before ?? []} after={after} />
}

function useDevices(edgeId: string, version: number | null): Devices | undefined {
  const params = { edgeId, version: version ?? 1 }
  const asked = useQuery({
    ...useApi(factory).ask.edgeConfiguration({ params }),
    enabled: version !== null,
  })
  return asked.data?.devices
}
