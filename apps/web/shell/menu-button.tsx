import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

export type MenuChoice = {
  key: string
  text: ReactNode
  /** Ticked among its like. */
  chosen?: boolean
  onChoose: () => void
}

type MenuButtonProps = {
  label: string
  children: ReactNode
  choices: readonly MenuChoice[]
  head?: ReactNode
  className?: string
}

/**
 * A button that opens a menu, by the ARIA pattern: arrows move, Escape closes, focus comes back. Light, for
 * the first view.
 */
export function MenuButton({ label, children, choices, head, className }: MenuButtonProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const host = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const radio = choices.some((choice) => choice.chosen !== undefined)
  useEffect(() => {
    if (!open) return
    const items = host.current?.querySelectorAll<HTMLElement>('[role^=menuitem]')
    const chosen = [...(items ?? [])].find((item) => item.getAttribute('aria-checked') === 'true')
    ;(chosen ?? items?.[0])?.focus()
    const away = (event: Event) => {
      if (!host.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [open])
  function close(): void {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <div className="w-menu" ref={host}>
      <button
        ref={button}
        type="button"
        className={className ?? 'w-icon-button'}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div className="w-menu-list">
          {head}
          <div id={id} role="menu" tabIndex={-1} aria-label={label} onKeyDown={(event) => move(event, close)}>
            {choices.map((choice) => (
              <button
                key={choice.key}
                type="button"
                tabIndex={-1}
                role={radio ? 'menuitemradio' : 'menuitem'}
                {...(radio ? { 'aria-checked': choice.chosen === true } : {})}
                onClick={() => {
                  close()
                  choice.onChoose()
                }}
              >
                {choice.text}
              </button>
            ))}
          </div>
        </div>
      )}
    </div>
  )
}

function move(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  if (event.key === 'Escape' || event.key === 'Tab') {
    if (event.key === 'Escape') event.preventDefault()
    close()
    return
  }
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]')]
  const at = items.indexOf(document.activeElement as HTMLElement)
  const places: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: items.length - 1,
  }
  const place = places[event.key]
  if (place === undefined) return
  event.preventDefault()
  items[(place + items.length) % items.length]?.focus()
}
