import { type ReactNode, Suspense, useState } from 'react'
import { Button } from './button.tsx'
import { lazyPart } from './lazy-part.tsx'
import { useMay } from './me.tsx'

const ConfirmDialog = lazyPart(() => import('./confirm-dialog.tsx').then((file) => file.ConfirmDialog))

export type ConfirmProps = {
  /** The question. */
  title: string
  text?: ReactNode
  /** Called after yes; the dialog waits for it and shows what goes wrong. */
  onConfirm: (reason: string) => unknown
  /** Asks for a written reason, which must not be empty. */
  reason?: boolean
  danger?: boolean
}

type Props = ConfirmProps & {
  children: ReactNode
  may?: string
  disabled?: boolean
  type?: 'default' | 'primary' | 'link' | 'text'
  size?: 'small' | 'middle'
  icon?: ReactNode
}

/** A button that asks before it acts, and for the reason where the audit wants one. */
export function ConfirmButton(props: Props) {
  const { children, may, disabled, type, size, icon, ...dialog } = props
  const allowed = useMay()(may ?? 'public')
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  if (!allowed) return null
  return (
    <>
      <Button
        type={type ?? 'default'}
        size={size ?? 'middle'}
        danger={dialog.danger ?? false}
        disabled={disabled ?? false}
        icon={icon}
        onClick={() => {
          setAsked(true)
          setOpen(true)
        }}
      >
        {children}
      </Button>
      {asked && (
        <Suspense>
          <ConfirmDialog {...dialog} action={children} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
