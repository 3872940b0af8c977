import { useCallback, useEffect, useRef, useState } from 'react'

const key = 'ronghe.alarm.sound'
/** Pitch by rank: the graver the higher, and the more often. */
const pitches = [988, 784, 587, 440]

/**
 * A tone for new alarms, made by the browser itself; the choice is kept on this device. A browser plays
 * nothing before somebody has pressed something on the page.
 */
export function useAlarmSound() {
  const [isOn, setOn] = useState(() => readChoice())
  const audio = useRef<AudioContext | null>(null)
  useEffect(() => () => void audio.current?.close(), [])
  const play = useCallback(
    (rank: number) => {
      if (!isOn) return
      audio.current ??= new AudioContext()
      const context = audio.current
      for (let beep = 0; beep < 5 - rank; beep += 1) tone(context, pitches[rank - 1] ?? 440, beep * 0.25)
    },
    [isOn],
  )
  const set = (next: boolean) => {
    window.localStorage.setItem(key, next ? 'on' : 'off')
    setOn(next)
  }
  return { isOn, set, play }
}

function readChoice(): boolean {
  return window.localStorage.getItem(key) === 'on'
}

function tone(context: AudioContext, pitch: number, afterSeconds: number): void {
  const start = context.currentTime + afterSeconds
  const wave = context.createOscillator()
  const gain = context.createGain()
  wave.frequency.value = pitch
  gain.gain.setValueAtTime(0.2, start)
  gain.gain.exponentialRampToValueAtTime(0.001, start + 0.2)
  wave.connect(gain).connect(context.destination)
  wave.start(start)
  wave.stop(start + 0.2)
}
