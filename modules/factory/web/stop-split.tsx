import './losses.css'
import { Duration, say, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Stop } from './loss-types.ts'
import { ReasonChoice } from './reason-choice.tsx'

type Part = { key: number; endsAt: string; reason: string }
const partsMax = 20

/** Cuts a stop into parts: each ends where the next begins, and has its own reason. */
export function SplitStop({ stop, onClose }: { stop: Stop; onClose: () => void }) {
  const { t } = useWords()
  const split = useMutation(useApi(factory).tell.splitStop({ forgets: '*' }))
  const middle = new Date((Date.parse(stop.startsAt) + Date.parse(stop.endsAt)) / 2).toISOString()
  const [parts, setParts] = useState<Part[]>([
    { key: 0, endsAt: middle, reason: '' },
    { key: 1, endsAt: stop.endsAt, reason: '' },
  ])
  const starts = [stop.startsAt, ...parts.map((one) => one.endsAt)]
  const isSound = parts.every((one, at) => one.reason !== '' && one.endsAt > (starts[at] ?? ''))
  const change = (key: number, patch: Partial<Part>) =>
    setParts(parts.map((one) => (one.key === key ? { ...one, ...patch } : one)))

  function add(): void {
    const before = starts.at(-2) ?? stop.startsAt
    const endsAt = new Date((Date.parse(before) + Date.parse(stop.endsAt)) / 2).toISOString()
    const key = Math.max(...parts.map((one) => one.key)) + 1
    setParts(parts.toSpliced(parts.length - 1, 0, { key, endsAt, reason: '' }))
  }
  async function save(): Promise<void> {
    const body = { startsAt: stop.startsAt, parts: parts.map(({ endsAt, reason }) => ({ endsAt, reason })) }
    await split.mutateAsync({ params: { equipmentId: stop.equipmentId }, body })
    say.done('factory.stops.wasSplit')
    onClose()
  }

  return (
    <Modal
      open
      title={`${t('factory.route.splitStop')} · ${stop.equipmentName}`}
      onCancel={onClose}
      okText={t('factory.action.save')}
      cancelText={t('factory.action.cancel')}
      okButtonProps={{ disabled: !isSound, loading: split.isPending }}
      onOk={() => void save()}
    >
      <ol className="split-parts">
        {parts.map((part, at) => (
          <li key={part.key}>
            <span>
              <Time at={starts[at] ?? ''} /> –{' '}
              <Input
                type="datetime-local"
                step={1}
                aria-label={t('factory.column.endsAt')}
                disabled={at === parts.length - 1}
                style={{ inlineSize: 220 }}
                value={localOf(part.endsAt)}
                onChange={(event) =>
                  change(part.key, { endsAt: isoOfLocal(event.target.value, part.endsAt) })
                }
              />{' '}
              <Duration seconds={(Date.parse(part.endsAt) - Date.parse(starts[at] ?? '')) / 1000} />
            </span>
            <ReasonChoice value={part.reason} onChange={(reason) => change(part.key, { reason })} />
            {parts.length > 2 && at < parts.length - 1 ? (
              <Button type="link" onClick={() => setParts(parts.filter((one) => one.key !== part.key))}>
                {t('factory.stops.joinPart')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      <Button onClick={add} disabled={parts.length >= partsMax}>
        {t('factory.stops.addPart')}
      </Button>
    </Modal>
  )
}

/** The browser's own time, to the second, and back; a time that is not whole yet changes nothing. */
function localOf(iso: string): string {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

function isoOfLocal(local: string, before: string): string {
  const at = new Date(local)
  return Number.isNaN(at.getTime()) ? before : at.toISOString()
}
