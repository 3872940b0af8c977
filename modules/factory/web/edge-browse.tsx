import { RequestFault } from '@ronghe/kit/client'
import { FaultView, Nothing, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Alert, Breadcrumb, Button, Checkbox, List } from 'antd'
import { useState } from 'react'
import type { Device } from '../configuration/devices.ts'
import { factory } from '../contract.ts'
import { UnknownCertificates } from './edge-certificates.tsx'
import type { Edge } from './types.ts'

type Place = { nodeId: string | null; name: string }

/** Walks through an OPC UA server as the edge sees it, and takes variables as tags. */
export function BrowseServer(props: { edge: Edge; device: () => Device; onTake: (lines: string[]) => void }) {
  const { t } = useWords()
  const { edge, device, onTake } = props
  const [path, setPath] = useState<readonly Place[]>([])
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map())
  const browse = useMutation({ ...useApi(factory).tell.browseEdge(), meta: { quiet: true } })
  const go = (next: readonly Place[]) => {
    setPath(next)
    setChosen(new Map())
    const { tags: _tags, ...reached } = device()
    const nodeId = next.at(-1)?.nodeId
    const body = { device: { ...reached, device: reached.device || 'browse' }, ...(nodeId ? { nodeId } : {}) }
    browse.mutate({ params: { edgeId: edge.id }, body })
  }
  const choose = (nodeId: string, name: string, isOn: boolean) => {
    const next = new Map(chosen)
    if (isOn) next.set(nodeId, name)
    else next.delete(nodeId)
    setChosen(next)
  }
  const root = { nodeId: null, name: t('factory.browse.root') }
  return (
    <section aria-label={t('factory.route.browseEdge')}>
      <Button disabled={!edge.isOnline} loading={browse.isPending} onClick={() => go([root])}>
        {t('factory.route.browseEdge')}
      </Button>
      {edge.isOnline ? null : <small> {t('factory.edge.browseOffline')}</small>}
      {browse.error ? <NotReached edge={edge} error={browse.error} retry={() => go(path)} /> : null}
      {browse.data ? (
        <>
          <Breadcrumb
            items={path.map((place, index) => ({
              title: (
                <Button type="link" size="small" onClick={() => go(path.slice(0, index + 1))}>
                  {place.name}
                </Button>
              ),
            }))}
          />
          <Rows
            rows={browse.data.rows}
            chosen={chosen}
            onOpen={(place) => go([...path, place])}
            onChoose={choose}
          />
          {browse.data.isWhole ? null : <small>{t('factory.browse.cut')}</small>}
          <Button
            disabled={chosen.size === 0}
            onClick={() =>
              onTake([...chosen].map(([nodeId, name]) => `${name.replaceAll(',', ' ')},${nodeId}`))
            }
          >
            {t('factory.browse.take', { count: chosen.size })}
          </Button>
        </>
      ) : null}
    </section>
  )
}

/** A server that is met for the first time is no fault: its certificate is looked at, and trusted or not. */
function NotReached({ edge, error, retry }: { edge: Edge; error: Error; retry: () => void }) {
  const isMet = error instanceof RequestFault && error.answer.code === 'factory.edge.untrusted'
  if (!isMet) return <FaultView error={error} retry={retry} />
  return (
    <>
      <Alert type="warning" showIcon title={error.message} />
      <UnknownCertificates edge={edge} onTrusted={retry} />
    </>
  )
}

type Row = { nodeId: string; name: string; isVariable: boolean; value: string | null }

function Rows(props: {
  rows: readonly Row[]
  chosen: ReadonlyMap<string, string>
  onOpen: (place: Place) => void
  onChoose: (nodeId: string, name: string, isOn: boolean) => void
}) {
  const { t } = useWords()
  const { rows, chosen, onOpen, onChoose } = props
  if (rows.length === 0) return <Nothing text={t('factory.browse.empty')} />
  return (
    <List
      size="small"
      style={{ maxBlockSize: 320, overflow: 'auto' }}
      dataSource={[...rows]}
      renderItem={({ nodeId, name, isVariable, value }) => (
        <List.Item>
          <span>
            {isVariable ? (
              <Checkbox
                checked={chosen.has(nodeId)}
                onChange={(event) => onChoose(nodeId, name, event.target.checked)}
              >
                {name} <code>{value ?? ''}</code>
              </Checkbox>
            ) : null}
            <Button type="link" size="small" onClick={() => onOpen({ nodeId, name })}>
              {isVariable ? '…' : name}
            </Button>
          </span>
          <small>
            <code>{nodeId}</code>
          </small>
        </List.Item>
      )}
    />
  )
}
