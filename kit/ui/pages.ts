import type { ComponentType } from 'react'
import type { May, Route } from '../contract/index.ts'

/** One page of a module; its chunk is loaded when it is first opened. */
export type PageEntry = {
  /** Path of the router, e.g. `/factory/machines/$machineId`. */
  readonly path: `/${string}`
  /** Word key of the title. */
  readonly title: string
  /** `public`, `signedIn` or a permission; the server checks again at every route. */
  readonly may: May
  /** `bare` draws the page without header and menu (sign-in, large screen). */
  readonly layout?: 'shell' | 'bare'
  /** Nothing of it is made of Ant Design but what comes by `lazyPart`. Written before `load`. */
  readonly isLight?: boolean
  readonly menu?: {
    readonly group: string
    readonly order: number
    readonly icon?: string
    /** Path of the list whose `total` stands behind the entry: how much waits for whoever is signed in. */
    readonly count?: `/${string}`
  }
  /**
   * Answers below `/api` that the page asks for without further ado, with the blanks of `path`: they are
   * asked for while its program is still on its way. Written before `load`.
   */
  readonly asks?: readonly `/${string}`[]
  readonly load: () => Promise<{ readonly Page: ComponentType }>
}

export type Pages = readonly PageEntry[]

type WordFile = { readonly default: Readonly<Record<string, string>> }

/** Loads a module's words in one language, so that a reader of Chinese does not download English. */
export type WordLoaders = { readonly zh: () => Promise<WordFile>; readonly en: () => Promise<WordFile> }

/** What `@ronghe/<module>/web` gives the shell. */
export type WebModule = {
  readonly pages: Pages
  readonly words: WordLoaders
  /** Route whose answer to `?q=` is `{ rows: SearchHit[] }`; the shell's search asks every module's. */
  readonly search?: () => Promise<Route>
}

/** One thing that was found; `link` is a path of the shell, `kind` is named by the word `ui.found.<kind>`. */
export type SearchHit = { kind: string; id: string; title: string; detail: string; link: string }
