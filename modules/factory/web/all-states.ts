import { useApi } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'

const pageSize = 200
/** More stretches than this are narrower than a pixel of any screen. */
const pagesMax = 20

/** Every state of a machine in a span, page after page: a timeline that ends at a page's end would lie. */
export function useAllStates(equipmentId: string, from: string, to: string) {
  const { call } = useApi(factory)
  const ask = (page: number) => call.states({ params: { equipmentId }, query: { from, to, page, pageSize } })
  return useQuery({
    queryKey: [factory.module, 'states', 'all', equipmentId, from, to],
    queryFn: async () => {
      const first = await ask(1)
      const pages = Math.min(pagesMax, Math.ceil(first.total / pageSize))
      const others = await Promise.all(Array.from({ length: Math.max(0, pages - 1) }, (_, at) => ask(at + 2)))
      return { total: first.total, rows: [first, ...others].flatMap(({ rows }) => rows) }
    },
  })
}
