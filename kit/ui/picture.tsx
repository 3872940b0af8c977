import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Route } from '../contract/index.ts'
import { fetchFile } from './api.ts'
import { Loaded } from './loaded.tsx'

type Props = {
  /** A `download` route that answers a picture. */
  route: Route
  params: object
  alt: string
  className?: string
  /** Another number asks for the picture anew. */
  version?: number
}

/** A picture that the caller may see as the acting organisation; an `img` alone could not say which. */
export function Picture({ route, params, alt, className, version = 0 }: Props) {
  const [address, setAddress] = useState<string | null>(null)
  const file = useQuery({
    queryKey: ['picture', route.path, params, version],
    queryFn: async () => (await fetchFile(route, { params })).blob(),
  })
  useEffect(() => {
    if (!file.data) return
    const made = URL.createObjectURL(file.data)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [file.data])
  return (
    <Loaded ask={file}>
      {() => (address ? <img src={address} alt={alt} {...(className ? { className } : {})} /> : null)}
    </Loaded>
  )
}
