import { useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { decodeDrawn } from './camera-picture.ts'

const everyMs = 300
/** So many looks at nothing. */
const darkMax = 25
const sideMax = 800

/** The camera at the back of a phone, looked through a few times a second while it is switched on. */
export function Camera({ onFound }: { onFound: (text: string) => void }) {
  const { t } = useWords()
  const [isOn, setIsOn] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  return (
    <div className="trace-camera">
      {isOn ? (
        <Viewfinder
          onFound={(text) => {
            setIsOn(false)
            onFound(text)
          }}
          onFault={(words) => {
            setIsOn(false)
            setFault(words)
          }}
        />
      ) : null}
      <Button
        block
        size="large"
        type="primary"
        onClick={() => {
          setFault(null)
          setIsOn(!isOn)
        }}
      >
        {t(isOn ? 'trace.scan.stop' : 'trace.scan.camera')}
      </Button>
      {fault ? <p role="alert">{fault}</p> : null}
    </div>
  )
}

const triesMax = 3
const againMs = 1000

/** The camera at the back; one that another program lets go of just now, or that is slow, is asked again. */
async function cameraStream(): Promise<MediaStream> {
  const wanted = { video: { facingMode: 'environment', width: { ideal: 1280 } } }
  for (let turn = 1; ; turn++) {
    try {
      return await navigator.mediaDevices.getUserMedia(wanted)
    } catch (error) {
      const isBusy = error instanceof DOMException && ['AbortError', 'NotReadableError'].includes(error.name)
      if (!isBusy || turn === triesMax) throw error
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }
}

type FinderProps = { onFound: (text: string) => void; onFault: (words: string) => void }

function Viewfinder({ onFound, onFault }: FinderProps) {
  const { t } = useWords()
  const video = useRef<HTMLVideoElement>(null)
  const told = useRef({ onFound, onFault })
  told.current = { onFound, onFault }
  const absent = t('trace.scan.noCamera')
  const missing = t('trace.scan.noReader')
  useEffect(() => {
    let stream: MediaStream | null = null
    let isOver = false
    let dark = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    async function look(): Promise<void> {
      const shown = video.current
      if (isOver || !shown) return
      // A camera that shows nothing is switched on again.
      if (shown.readyState < HTMLMediaElement.HAVE_CURRENT_DATA && ++dark > darkMax) {
        dark = 0
        stop()
        return begin()
      }
      const scale = Math.min(1, sideMax / Math.max(1, shown.videoWidth, shown.videoHeight))
      const [width, height] = [Math.round(shown.videoWidth * scale), Math.round(shown.videoHeight * scale)]
      const text = await decodeDrawn(shown, width, height).catch(unread)
      if (isOver) return
      if (text) told.current.onFound(text)
      else timer = setTimeout(() => void look().catch(fail), everyMs)
    }
    async function begin(): Promise<void> {
      stream = await cameraStream()
      if (isOver) return stop()
      if (!video.current) return
      video.current.srcObject = stream
      // It plays once there is a picture; until then nothing is found.
      video.current.play().catch(() => {})
      await look()
    }
    function stop(): void {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    // What reads the codes is fetched when the first picture comes.
    function unread(): null {
      if (!isOver) told.current.onFault(missing)
      return null
    }
    // Without https or permission there is no camera.
    function fail(): void {
      if (!isOver) told.current.onFault(absent)
    }
    begin().catch(fail)
    return () => {
      isOver = true
      clearTimeout(timer)
      stop()
    }
  }, [absent, missing])
  return <video ref={video} muted playsInline aria-label={t('trace.scan.camera')} />
}
