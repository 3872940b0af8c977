import { addressOf } from '@ronghe/kit/client'
import type { Route } from '@ronghe/kit/contract'
import { headersOf, type Settings, useSettings, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import './menu-count.css'

type MenuCountProps = { path: string; load: () => Promise<Route> }

/** How much waits behind an entry of the menu; nothing where nothing does, or where it cannot be told. */
export function MenuCount({ path, load }: MenuCountProps) {
  const { t } = useWords()
  const settings = useSettings()
  // Below the key of the page's own room and route, so that whatever is done there asks again.
  const [, room = '', route = ''] = path.split('/')
  const { data = 0 } = useQuery({
    queryKey: [room, route, 'count', settings.organisationId],
    queryFn: ({ signal }) => askTotal(load, settings, signal),
    refetchInterval: 120_000,
    retry: false,
  })
  if (data === 0) return null
  return (
    <span className="w-menu-count">
      <span className="r-hidden">{t('ui.nav.waiting')} </span>
      {data > 99 ? '99+' : data}
    </span>
  )
}

async function askTotal(
  load: MenuCountProps['load'],
  settings: Settings,
  signal: AbortSignal,
): Promise<number> {
  const address = addressOf(await load(), { query: { pageSize: 1 } })
  const response = await fetch(address, { headers: headersOf(settings), signal, credentials: 'same-origin' })
  if (!response.ok) throw new Error(`the count of the menu answers ${response.status}`)
  return ((await response.json()) as { total: number }).total
}
