import { useApi } from '@ronghe/kit/ui'
import { useCallback } from 'react'
import { factory } from '../contract.ts'
import type { HistorySignal } from './types.ts'

const pageSize = 200

/** Every signal of a machine that is a number; a large one has thousands, which come page by page. */
export function useMachineSignals(): (equipmentId: string) => Promise<HistorySignal[]> {
  const { call } = useApi(factory)
  return useCallback(
    async (equipment) => {
      const all: HistorySignal[] = []
      for (let page = 1; ; page++) {
        const query = { equipment, valueType: 'number' as const, page, pageSize }
        const { rows, total } = await call.historySignals({ query })
        all.push(...rows)
        if (rows.length < pageSize || all.length >= total) return all
      }
    },
    [call],
  )
}
