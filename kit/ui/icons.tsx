import { useSyncExternalStore } from 'react'
import { type Drawable, Picture } from './drawn.tsx'
import { whenIdle } from './idle.ts'
import type { menuIcons } from './menu-icons.ts'

export type IconName = keyof typeof menuIcons

let pictures: Readonly<Record<string, Drawable>> | null = null
let isAsked = false
const listeners = new Set<() => void>()

/** Two dozen pictures weigh as much as the shell: they come after the words beside them. */
function listen(listener: () => void): () => void {
  listeners.add(listener)
  if (!isAsked) {
    isAsked = true
    whenIdle(fetchPictures)
  }
  return () => void listeners.delete(listener)
}

function fetchPictures(): void {
  import('./menu-icons.ts').then(
    (file) => {
      pictures = file.menuIcons
      for (const tell of listeners) tell()
    },
    () => {
      isAsked = false
    },
  )
}

/** An icon of the menu by its name; an unknown name is a document. */
export function Icon({ name }: { name: string | undefined }) {
  const there = useSyncExternalStore(listen, () => pictures)
  return <Picture of={there?.[name ?? 'document'] ?? there?.document ?? null} />
}
