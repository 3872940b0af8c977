import type { ApplicationRow, PaymentRow } from './rows.ts'

/** A prefix of our own; a publisher registers one with the Open Contracting Partnership. */
const ocidPrefix = 'ocds-ronghe'

/**
 * Awards with their transactions as an OCDS 1.1 release package. A grant is no procurement; planning, award
 * and implementation are what fits of the schema.
 */
export function releasePackage(
  now: Date,
  awarded: readonly ApplicationRow[],
  payments: readonly (readonly PaymentRow[])[],
  about: { address: string; sample: string },
) {
  return {
    uri: `${about.address}/api/governance/fund-releases`,
    version: '1.1',
    publishedDate: now.toISOString(),
    publisher: { name: 'Ronghe' },
    releases: awarded.map((one, place) => release(one, payments[place] ?? [], about)),
  }
}

function release(one: ApplicationRow, payments: readonly PaymentRow[], about: { sample: string }) {
  const value = (fen: number) => ({ amount: fen / 100, currency: 'CNY' })
  return {
    ocid: `${ocidPrefix}-${one.number}`,
    id: `${one.number}-${one.version}`,
    date: one.updatedAt.toISOString(),
    tag: ['award'],
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
    contracts: [
      {
        id: one.number,
        awardID: one.number,
        value: value(one.grantFen ?? 0),
        implementation: {
          transactions: payments.map((payment) => ({
            id: payment.id,
            date: payment.at.toISOString(),
            value: value(payment.amountFen),
            payer: { id: one.payerId, name: one.programmeZh },
            payee: { id: one.organisationId, name: one.organisationName },
          })),
        },
      },
    ],
  }
}
