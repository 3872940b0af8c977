import type { ApplicationRow } from './rows.ts'
import type { paymentsOf } from './store/movements.ts'

type PaymentRow = Awaited<ReturnType<typeof paymentsOf>>[number]

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
  about: Publication,
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

function release(one: ApplicationRow, payments: readonly PaymentRow[], about: { sample: string }) {
  const value = (fen: number) => ({ amount: fen / 100, currency: 'CNY' })
  return {
    ocid: `${ocidPrefix}-${one.number}`,
    id: `${one.number}-${one.version}`,
    date: one.updatedAt.toISOString(),
    tag: [payments.length > 0 ? 'implementation' : isSigned(one) ? 'contract' : 'award'],
    initiationType: 'tender',
    language: 'zh',
    parties: [
      { id: one.payerId, roles: ['buyer', 'payer'], name: one.programmeZh },
      { id: one.organisationId, roles: ['supplier', 'payee'], name: one.organisationName },
    ],
    buyer: { id: one.payerId, name: one.programmeZh },
    awards: [
      {
        id: one.number,
        title: one.title,
        description: one.isSample ? about.sample : one.programmeZh,
        status: 'active',
        value: value(one.grantFen ?? 0),
        suppliers: [{ id: one.organisationId, name: one.organisationName }],
      },
    ],
    ...(isSigned(one) ? { contracts: [contract(one, payments, value)] } : {}),
  }
}

function isSigned({ state }: ApplicationRow): boolean {
  return state !== 'approved'
}

type Value = (fen: number) => { amount: number; currency: string }

function contract(one: ApplicationRow, payments: readonly PaymentRow[], value: Value) {
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
        ...sides(one, payment.amountFen < 0),
      })),
    },
  }
}

/** What came back is paid by the firm. */
function sides(one: ApplicationRow, isBack: boolean) {
  const payer = { id: one.payerId, name: one.programmeZh }
  const firm = { id: one.organisationId, name: one.organisationName }
  return isBack ? { payer: firm, payee: payer } : { payer, payee: firm }
}
