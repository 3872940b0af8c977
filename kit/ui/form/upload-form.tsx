import { InboxOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { type DragEvent, useId, useRef, useState } from 'react'
import type { Answer, Contract, Input, Route } from '../../contract/index.ts'
import { formatNumber } from '../format.ts'
import { faultText } from '../say.ts'
import { useWords } from '../words.tsx'
import { uploadFile } from './upload.ts'

type UploadFormProps<C extends Contract, K extends keyof C['routes'] & string> = {
  contract: C
  route: K
  params?: Input<C['routes'][K]>['params']
  query?: Input<C['routes'][K]>['query']
  /** As of `<input accept>`, e.g. `.xlsx,.csv`. */
  accept?: string
  onDone: (answer: Answer<C['routes'][K]>, file: File) => void
  submit?: string
  hint?: string
}

/** Chooses or drops one file and sends it, with progress and cancel. */
export function UploadForm<C extends Contract, K extends keyof C['routes'] & string>(
  props: UploadFormProps<C, K>,
) {
  const { t } = useWords()
  const [file, setFile] = useState<File | null>(null)
  const [part, setPart] = useState<number | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const cancel = useRef<AbortController | null>(null)
  async function send(chosen: File): Promise<void> {
    setFault(null)
    setPart(0)
    cancel.current = new AbortController()
    const { params, query } = props
    const input = { file: chosen, ...(params ? { params } : {}), ...(query ? { query } : {}) }
    try {
      const route = props.contract.routes[props.route] as Route
      const answer = await uploadFile(route, input, { onProgress: setPart, signal: cancel.current.signal })
      props.onDone(answer as Answer<C['routes'][K]>, chosen)
    } catch (error) {
      if ((error as Error).name !== 'AbortError') setFault(faultText(error))
    } finally {
      setPart(null)
    }
  }
  return (
    <div className="r-upload">
      {fault && <Alert type="error" showIcon title={fault} role="alert" />}
      <DropZone
        accept={props.accept}
        hint={props.hint}
        file={file}
        onFile={setFile}
        disabled={part !== null}
      />
      {part !== null && (
        <progress className="r-progress" max={1} value={part} aria-label={t('ui.upload.sending')} />
      )}
      <div className="r-form-actions">
        <Button
          type="primary"
          disabled={!file}
          loading={part !== null}
          onClick={() => file && void send(file)}
        >
          {props.submit ?? t('ui.upload')}
        </Button>
        {part !== null && <Button onClick={() => cancel.current?.abort()}>{t('ui.cancel')}</Button>}
      </div>
    </div>
  )
}

type DropZoneProps = {
  accept: string | undefined
  hint: string | undefined
  file: File | null
  disabled: boolean
  onFile: (file: File) => void
}

function DropZone({ accept, hint, file, disabled, onFile }: DropZoneProps) {
  const { t, locale } = useWords()
  const id = useId()
  const [over, setOver] = useState(false)
  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    const dropped = event.dataTransfer.files[0]
    if (dropped && !disabled) onFile(dropped)
  }
  return (
    <label
      htmlFor={id}
      className={over ? 'r-drop r-drop-over' : 'r-drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        id={id}
        type="file"
        className="r-hidden"
        disabled={disabled}
        {...(accept ? { accept } : {})}
        onChange={(event) => event.target.files?.[0] && onFile(event.target.files[0])}
      />
      <InboxOutlined className="r-drop-icon" aria-hidden="true" />
      <span>{file ? file.name : t('ui.upload.choose')}</span>
      <span className="r-muted r-small">
        {file
          ? t('ui.upload.size', { size: formatNumber(file.size / 1024, locale, 1) })
          : (hint ?? accept ?? '')}
      </span>
    </label>
  )
}
