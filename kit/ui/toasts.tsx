import { message } from 'antd'
import { useEffect } from 'react'
import { hear } from './say.ts'

const typeOf = { done: 'success', warning: 'warning', fault: 'error' } as const

/** Shows what `say` says; faults stay longer, as they are longer to read. */
export function Toasts() {
  const [show, holder] = message.useMessage({ maxCount: 3, top: 64 })
  useEffect(
    () =>
      hear(({ kind, text, id }) => {
        const content = <span role={kind === 'fault' ? 'alert' : 'status'}>{text}</span>
        void show.open({ type: typeOf[kind], content, key: id, duration: kind === 'done' ? 3 : 6 })
      }),
    [show],
  )
  return holder
}
