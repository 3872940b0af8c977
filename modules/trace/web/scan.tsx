import { Page as Frame, Link, Panel, Stack, say, useApi, useGo, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Segmented, Select } from 'antd'
import { useRef, useState } from 'react'
import { trace } from '../contract.ts'
import { scanActs } from '../labels/contract.ts'
import { Camera } from './camera.tsx'
import { decodeFile } from './camera-picture.ts'
import { readable } from './parts.tsx'
import './trace.css'

type Act = (typeof scanActs)[number]

/** Scans with the camera, from a picture, or by hand; opens a story, or captures one event of all scanned. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const may = useMay()
  const api = useApi(trace)
  const [mode, setMode] = useState<'open' | 'act'>('open')
  const [codes, setCodes] = useState<readonly string[]>([])
  const [typed, setTyped] = useState('')
  async function found(text: string): Promise<void> {
    try {
      const { id } = await api.call.identify({ query: { text } })
      if (mode === 'open') go(`/trace/story?id=${encodeURIComponent(id)}`)
      else setCodes((before) => (before.includes(id) ? before : [...before, id]))
    } catch (error) {
      say.fault(error)
    }
  }
  return (
    <Frame title={t('trace.page.scan')}>
      <Stack>
        {may('trace.capture') ? (
          <Segmented
            block
            value={mode}
            onChange={(value) => setMode(value as 'open' | 'act')}
            options={[
              { value: 'open', label: t('trace.scan.toOpen') },
              { value: 'act', label: t('trace.scan.toAct') },
            ]}
          />
        ) : null}
        <Panel>
          <Stack>
            <Camera onFound={(text) => void found(text)} />
            <PictureChoice onFound={(text) => void found(text)} />
            <Input.Search
              size="large"
              enterButton={t(mode === 'open' ? 'trace.find.open' : 'trace.scan.add')}
              placeholder={t('trace.find.hint')}
              aria-label={t('trace.find.hint')}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onSearch={(text) => {
                if (text.trim()) void found(text)
                setTyped('')
              }}
            />
          </Stack>
        </Panel>
        {mode === 'act' ? <ActForm codes={codes} onCodes={setCodes} /> : null}
      </Stack>
    </Frame>
  )
}

function PictureChoice({ onFound }: { onFound: (text: string) => void }) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  async function read(file: File | undefined): Promise<void> {
    if (!file) return
    const text = await decodeFile(file).catch(() => null)
    if (text) onFound(text)
    else say.fault(new Error(t('trace.scan.nothing')))
  }
  return (
    <>
      <Button block size="large" onClick={() => input.current?.click()}>
        {t('trace.scan.picture')}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        accept="image/*"
        aria-label={t('trace.scan.picture')}
        onChange={(event) => void read(event.target.files?.[0])}
      />
    </>
  )
}

type ActProps = { codes: readonly string[]; onCodes: (codes: readonly string[]) => void }

function ActForm({ codes, onCodes }: ActProps) {
  const { t } = useWords()
  const [act, setAct] = useState<Act>('inspect')
  const [place, setPlace] = useState('')
  const [partner, setPartner] = useState('')
  const [seq, setSeq] = useState<number | null>(null)
  const scan = useMutation(useApi(trace).tell.scan({ forgets: '*' }))
  async function send(): Promise<void> {
    const more = { ...(place ? { place } : {}), ...(partner ? { partner } : {}) }
    const done = await scan.mutateAsync({ body: { codes: [...codes], act, ...more } })
    setSeq(done.seq)
    onCodes([])
    say.done('trace.scan.done', { count: done.things })
  }
  return (
    <Panel title={t('trace.scan.count', { count: codes.length })}>
      <Stack>
        <ul className="trace-scanned">
          {codes.map((code) => (
            <li key={code}>
              <span className="trace-id">{readable(code)}</span>
              <Button size="small" onClick={() => onCodes(codes.filter((one) => one !== code))}>
                {t('trace.scan.remove')}
              </Button>
            </li>
          ))}
        </ul>
        <Select
          size="large"
          style={{ width: '100%' }}
          aria-label={t('trace.scan.act')}
          value={act}
          onChange={setAct}
          options={scanActs.map((value) => ({ value, label: t(`trace.value.act.${value}`) }))}
        />
        <Input
          size="large"
          placeholder={t('trace.scan.place')}
          aria-label={t('trace.scan.place')}
          value={place}
          onChange={(event) => setPlace(event.target.value)}
        />
        {act === 'ship' || act === 'receive' ? (
          <Input
            size="large"
            placeholder={t('trace.scan.partner')}
            aria-label={t('trace.scan.partner')}
            value={partner}
            onChange={(event) => setPartner(event.target.value)}
          />
        ) : null}
        <Button
          block
          size="large"
          type="primary"
          disabled={codes.length === 0}
          loading={scan.isPending}
          onClick={() => void send().catch(() => undefined)}
        >
          {t('trace.scan.send')}
        </Button>
        {seq === null ? null : <Link to={`/trace/events/${seq}`}>{t('trace.graph.event')}</Link>}
      </Stack>
    </Panel>
  )
}
