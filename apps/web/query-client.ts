import { RequestFault } from '@ronghe/kit/client'
import { say } from '@ronghe/kit/ui'
import { MutationCache, QueryClient } from '@tanstack/react-query'

const retriesMax = 2

/**
 * One cache of answers for all pages; a failed change says so unless its page does (`meta: { quiet: true }`).
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // What the server refused it refuses again; only silence and its own mistakes are worth another try.
        retry: (count, error) => count < retriesMax && !(error instanceof RequestFault && error.status < 500),
      },
    },
    mutationCache: new MutationCache({
      onError(error, _input, _result, mutation) {
        if (!mutation.meta?.quiet) say.fault(error)
      },
    }),
  })
}
