import { createContext, type ReactNode, useContext } from 'react'

/** Who is looking, as `GET /api/registry/me` answers it. */
export type Me = {
  readonly person: {
    id: string
    name: string
    email: string
    locale: 'zh' | 'en'
    twoFactorEnabled: boolean
  } | null
  readonly organisation: Organisation | null
  readonly memberships: readonly Membership[]
  readonly permissions: readonly string[]
  /** The region's data are samples; every screen says so. */
  readonly sample: boolean
  readonly region: { code: string; nameZh: string; nameEn: string } | null
  /** An OpenID Connect provider is configured. */
  readonly openIdConnect: boolean
}

export type Organisation = { id: string; name: string; kind: string; regionCode: string }
export type Membership = { organisationId: string; organisationName: string; roleName: string }

export const nobody: Me = {
  person: null,
  organisation: null,
  memberships: [],
  permissions: [],
  sample: false,
  region: null,
  openIdConnect: false,
}

const MeContext = createContext<Me>(nobody)

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

export function useMe(): Me {
  return useContext(MeContext)
}

/** Does `me` hold what `may` asks for? The same rule as the server's `holds`, which decides again. */
export function mayOf(me: Me, may: string): boolean {
  if (may === 'public') return true
  if (may === 'signedIn') return me.person !== null
  return me.permissions.includes(may) || me.permissions.includes('*')
}

export function useMay(): (may: string) => boolean {
  const me = useMe()
  return (may) => mayOf(me, may)
}

/** Shows its children to those who may; others see `otherwise` or nothing. */
export function Allowed(props: { may: string; children: ReactNode; otherwise?: ReactNode }) {
  return <>{useMay()(props.may) ? props.children : (props.otherwise ?? null)}</>
}
