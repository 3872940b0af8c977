import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** As the build of the pages writes them: files of all pages, of each, and of its words by language. */
export type Preloads = { shell: string[]; pages: Preload[] }
export type Preload = { path: string; files: string[]; words: Record<'zh' | 'en', string[]> }

/** The cookie by which a browser says the language its pages speak; Chinese where there is none. */
const spokenIn = /(?:^|;\s*)ronghe\.locale=(zh|en)(?:;|$)/

/**
 * The header `link` (RFC 8288) of the page at an address: what a browser shall fetch at once, instead of file
 * after file. Empty for what is no page, and where the build named nothing.
 */
export function preloadsOf(folder: string): (pathname: string, cookie: string | undefined) => string {
  const { shell, pages } = listOf(folder)
  const exact = new Map(pages.map((page) => [page.path, page]))
  const patterns = pages
    .filter(({ path }) => path.includes('$'))
    .map((page) => ({ page, fits: fitting(page) }))
  return (pathname, cookie) => {
    const page = exact.get(pathname) ?? patterns.find(({ fits }) => fits.test(pathname))?.page
    if (!page) return ''
    const language = (spokenIn.exec(cookie ?? '')?.[1] ?? 'zh') as 'zh' | 'en'
    return [...shell, ...page.files, ...page.words[language]].map(linkOf).join(', ')
  }
}

function listOf(folder: string): Preloads {
  try {
    return JSON.parse(readFileSync(join(folder, '.vite/preloads.json'), 'utf8')) as Preloads
  } catch {
    return { shell: [], pages: [] }
  }
}

function fitting({ path }: Preload): RegExp {
  const parts = path
    .split('/')
    .map((part) => (part.startsWith('$') ? '[^/]+' : part.replaceAll(/\W/g, '\\$&')))
  return new RegExp(`^${parts.join('/')}$`)
}

function linkOf(file: string): string {
  // The one script that is no module.
  if (file.includes('ask-early-')) return `</${file}>; rel=preload; as=script`
  return file.endsWith('.css')
    ? `</${file}>; rel=preload; as=style; crossorigin`
    : `</${file}>; rel=modulepreload`
}
