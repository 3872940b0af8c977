import type { ApplicationRow } from './rows.ts'
import type { paymentsOf } from './store/movements.ts'

type PaymentRow = Awaited<ReturnType<typeof paymentsOf>>[number]

/** Names of who runs the programmes, by organisation. */
export type Payers = ReadonlyMap<string, string>

/** A prefix of our own; a publisher registers one with the Open Contracting Partnership. */
const ocidPrefix = 'ocds-ronghe'
/** Pages of a package are not in the schema itself; the links of this extension say them. */
const extensions = 'https://raw.githubusercontent.com/open-contracting-extensions'
const pagination = `${extensions}/ocds_pagination_extension/master/extension.json`

export type Publication = {
  /** Where the program is reached. */
  address: string
  /** The region whose funds these are. */
  publisher: string
  /** Words that mark a sample. */
  sample: string
  /** The publisher's licence, where one is set. */
  licence: string
  page: number
  pageSize: number
  total: number
}

/**
 * Awards with their transactions as an OCDS 1.1 release package, page by page. A grant is no procurement;
 * award, contract and implementation are what fits of the schema.
 */
export function releasePackage(
  now: Date,
  awarded: readonly ApplicationRow[],
  payments: readonly (readonly PaymentRow[])[],
  about: Publication & { payers: Payers },
) {
  const uri = (page: number) =>
    `${about.address}/api/governance/fund-releases?page=${page}&pageSize=${about.pageSize}`
  const last = Math.max(1, Math.ceil(about.total / about.pageSize))
  const { page } = about
  return {
    uri: uri(page),
    version: '1.1',
    extensions: [pagination],
    publishedDate: now.toISOString(),
    publisher: { name: about.publisher },
    ...(about.licence ? { license: about.licence } : {}),
    links: {
      all: Array.from({ length: last }, (_, at) => uri(at + 1)),
      ...(page < last ? { next: uri(page + 1) } : {}),
      ...(page > 1 ? { prev: uri(page - 1) } : {}),
    },
    releases: awarded.map((one, place) => release(one, payments[place] ?? [], about)),
  }
}

function release(
  one: ApplicationRow,
  payments: readonly PaymentRow[],
  about: { sample: string; payers: Payers },
) {
  const value = (fen: number) => ({ amount: fen / 100, currency: 'CNY' })
  const sides = {
    payer: { id: one.payerId, name: about.payers.get(one.payerId) ?? one.programmeZh },
    firm: { id: one.organisationId, name: one.organisationName },
  }
  return {
    ocid: `${ocidPrefix}-${one.number}`,
    id: `${one.number}-${one.version}`,
    date: one.updatedAt.toISOString(),
    tag: [payments.length > 0 ? 'implementation' : isSigned(one) ? 'contract' : 'award'],
    initiationType: 'tender',
    language: 'zh',
    parties: [
      { ...sides.payer, roles: ['buyer', 'payer'] },
      { ...sides.firm, roles: ['supplier', 'payee'] },
    ],
    buyer: sides.payer,
    awards: [
      {
        id: one.number,
        title: one.title,
        description: one.isSample ? about.sample : one.programmeZh,
        status: 'active',
        value: value(one.grantFen ?? 0),
        suppliers: [sides.firm],
      },
    ],
    ...(isSigned(one) ? { contracts: [contract(one, payments, value, sides)] } : {}),
  }
}

function isSigned({ state }: ApplicationRow): boolean {
  return state !== 'approved'
}

type Value = (fen: number) => { amount: number; currency: string }
type Side = { id: string; name: string }
type Sides = { payer: Side; firm: Side }

function contract(one: ApplicationRow, payments: readonly PaymentRow[], value: Value, sides: Sides) {
  const isEnded = one.state !== 'contracted'
  return {
    id: one.number,
    awardID: one.number,
    status: isEnded ? 'terminated' : 'active',
    value: value(one.grantFen ?? 0),
    implementation: {
      transactions: payments.map((payment) => ({
        id: payment.id,
        date: payment.at.toISOString(),
        value: value(Math.abs(payment.amountFen)),
        ...wayOf(payment.amountFen < 0, sides),
      })),
    },
  }
}

/** What came back is paid by the firm. */
function wayOf(isBack: boolean, { payer, firm }: Sides): { payer: Side; payee: Side } {
  return isBack ? { payer: firm, payee: payer } : { payer, payee: firm }
}
