import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadSample as loadAssess } from '@ronghe/assess'
import { loadSample as loadFactory, startSampleAsked } from '@ronghe/factory'
import {
  keepToday,
  loadSample as loadGovernance,
  loadSampleAppraisals,
  loadSampleFunds,
  loadSampleReports,
  type SampleFunds,
  watchLights,
} from '@ronghe/governance'
import type { House } from '@ronghe/kit/module'
import { guangxi, shiftRows } from '@ronghe/region-guangxi'
import { loadSample as loadRegistry, type SampleData } from '@ronghe/registry'
import rolesOfRegistry from '@ronghe/registry/roles' with { type: 'json' }
import {
  loadSampleMaster,
  loadSampleRules,
  loadSampleUse,
  loadSample as loadTrace,
  startSampleShipment,
} from '@ronghe/trace'
import { edgeConfig, isRunning, plantConfig, rollOutEdges } from './sample-edges.ts'

/** What the supervisor starts beside the server, and tells the person who started it. */
type SampleStart = {
  edgeConfigs: string[]
  plantConfig: string
  accounts: { user: string; password: string; role: { zh: string; en: string } }[]
}

/** Loads the sample region where it is not there yet, and writes what edges and sample plant need. */
export async function startSample(house: House): Promise<SampleStart> {
  const folder = resolve(house.config.DATA_DIR)
  const kept = await keepSecrets(house, join(folder, 'sample.json'))
  const edges = await loadSampleRows(house, kept)
  const plant = await keepFile(join(folder, 'plant', 'plant.json'), () => plantConfig(house, folder))
  await rollOutEdges(house, plant, edges, nameOf('plant-engineer'))
  const edgeConfigs = await Promise.all(
    edges.filter(isRunning).map(async (edge) => {
      const { organisation, code } = edge
      const path = join(folder, 'edges', `${organisation}.json`)
      const password = kept.edges[`${organisation}/${code}`] ?? ''
      await writeDurably(path, edgeConfig(house, folder, password, plant, edge))
      return path
    }),
  )
  return { edgeConfigs, plantConfig: join(folder, 'plant', 'plant.json'), accounts: accounts(kept.password) }
}

type Secrets = { password: string; edges: Record<string, string> }

/** The rows of the sample region in every room; answers its edges. */
export async function loadSampleRows(house: House, secrets: Secrets) {
  await loadRegistry(house, guangxi.code, registryData(), secrets.password)
  const edges = await loadFactory(house, factoryData(secrets))
  await loadGovernance(house, supervisionData())
  const { organisation, events, rules } = guangxi.sample.trace()
  await loadTrace(house, { creditCode: creditCodeOf(organisation), events })
  await loadSampleMaster(house, masterData())
  await loadSampleRules(house, { creditCode: creditCodeOf(organisation), rules: rules.map(owned) })
  await loadSampleUse(house, useData())
  await loadAssess(house, guangxi.sample.assessments())
  await loadSampleFunds(house, fundData())
  const { appraiser, ...appraisals } = guangxi.sample.appraisals()
  const by = { appraiser: creditCodeOf(appraiser), person: officialName() }
  await loadSampleAppraisals(house, { ...appraisals, ...by })
  await loadSampleReports(house, { person: officialName(), reports: guangxi.sample.reports().reports })
  // Figures of the day and lights were computed before there was anything to count or to be late.
  await keepToday(house)
  await watchLights(house)
  return edges
}

function creditCodeOf(code: string): string {
  const { organisations } = guangxi.sample.organisations()
  return organisations.find((one) => one.code === code)?.creditCode ?? ''
}

/** What names a firm of the sample, or leaves it to the one before it. */
function owned<T extends { organisation?: string }>({ organisation, ...rest }: T) {
  return { ...rest, ...(organisation ? { creditCode: creditCodeOf(organisation) } : {}) }
}

function masterData() {
  const { prefixes, masters, documents } = guangxi.sample.traceMaster()
  const owned = <T extends { organisation: string }>({ organisation, ...rest }: T) => {
    return { ...rest, creditCode: creditCodeOf(organisation) }
  }
  return {
    prefixes: prefixes.map(owned),
    masters: masters.map(owned),
    documents: documents.map((one) => ({ ...owned(one), content: guangxi.samplePaper(one.file) })),
  }
}

/** What people did with the goods of the sample, each by a name of the sample. */
function useData() {
  const { organisation, partner, source: _, shipment: __, ...use } = guangxi.sample.traceUse()
  return {
    ...use,
    ...{ creditCode: creditCodeOf(organisation), personName: nameOf('plant-engineer') },
    partner: {
      ...{ reason: partner.reason, daysAgo: partner.daysAgo, personName: nameOf('partner-engineer') },
      creditCode: creditCodeOf(partner.organisation),
    },
  }
}

/** What of the sample happens once the machines have made something; answers how to end it. */
export function followSample(house: House): () => Promise<void> {
  const { organisation, partner, shipment } = guangxi.sample.traceUse()
  const stopAsked = startSampleAsked(house, askedData())
  const stopShipment = startSampleShipment(house, {
    ...{ ...shipment, creditCode: creditCodeOf(organisation), personName: nameOf('plant-engineer') },
    ...{
      partner: { creditCode: creditCodeOf(partner.organisation) },
      partnerName: nameOf('partner-engineer'),
    },
  })
  return async () => {
    await stopAsked()
    await stopShipment()
  }
}

/** What an engineer of the sample looks at again and again, and had made into files. */
function askedData() {
  const { organisation, person, charts, exports } = guangxi.sample.shop().asked
  const { people } = guangxi.sample.people()
  return {
    creditCode: creditCodeOf(organisation),
    email: people.find((one) => one.email.startsWith(`${person}@`))?.email ?? '',
    charts: charts.map(({ name, equipment, signals, ...rest }) => {
      return { name, equipment, signals, definition: { ...rest, isStepped: true, compare: 'none' as const } }
    }),
    exports: exports.map(({ intervalMs, aggregates, ...rest }) => {
      return intervalMs && aggregates ? { ...rest, question: { intervalMs, aggregates } } : rest
    }),
  }
}

function officialName(): string {
  const { people } = guangxi.sample.people()
  return people.find((one) => one.email.startsWith('region-official'))?.name.zh ?? ''
}

function fundData(): SampleFunds {
  const { payer, programmes, policies, applications, experts } = guangxi.sample.funds()
  const owned = <T extends { organisation: string }>({ organisation, ...rest }: T) => {
    return { ...rest, creditCode: creditCodeOf(organisation) }
  }
  const data = { programmes, policies, applications: applications.map(owned), experts: experts.map(owned) }
  return { payer: creditCodeOf(payer), person: officialName(), ...data }
}

function supervisionData() {
  const { supervisor, bodies, items } = guangxi.sample.supervision()
  return {
    ...{ supervisor: creditCodeOf(supervisor), person: officialName(), items },
    bodies: bodies.map(({ department, organisation }) => ({
      department,
      creditCode: creditCodeOf(organisation),
    })),
  }
}

/** The secrets of a data folder, with those of edges that came to the sample since. */
async function keepSecrets(house: House, path: string): Promise<Secrets> {
  const kept = await keepFile(path, () => newSecrets(house))
  const edges = { ...newSecrets(house).edges, ...kept.edges }
  if (Object.keys(edges).length > Object.keys(kept.edges).length) await writeDurably(path, { ...kept, edges })
  return { ...kept, edges }
}

/** Passwords of the sample, made once per data folder, so that no two installations share them. */
function newSecrets(house: House): Secrets {
  const word = () => randomBytes(4).toString('hex')
  const { edges } = guangxi.sample.equipment()
  return {
    password: house.config.SAMPLE_PASSWORD || `${word()}-${word()}`,
    edges: Object.fromEntries(
      edges.map((one) => [`${one.organisation}/${one.code}`, randomBytes(24).toString('base64url')]),
    ),
  }
}

function registryData(): SampleData {
  const { sample } = guangxi
  const rosters = sample.rosters().rosters.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))
  const key = rosters.at(-1)
  const since = (code: string) => rosters.find((roster) => roster.organisations.includes(code))?.validFrom
  return {
    organisations: sample.organisations().organisations.map((one) => ({
      code: one.code,
      kind: one.kind,
      name: one.name.zh,
      nameEn: one.name.en,
      creditCode: one.creditCode,
      regionCode: one.region,
      address: one.address.zh,
      contactName: one.contact.name.zh,
      contactPhone: one.contact.phone,
      contactEmail: one.contact.email,
      verification: one.verification,
      ...(one.trade ? { tradeCode: one.trade } : {}),
      ...(one.size ? { employees: one.size.employees, revenueFen: one.size.revenueFen } : {}),
      ...(key?.organisations.includes(one.code) ? { keySince: since(one.code) ?? key.validFrom } : {}),
    })),
    people: sample
      .people()
      .people.map(({ email, name, memberships }) => ({ email, name: name.zh, nameEn: name.en, memberships })),
    parks: sample.parks().parks.map(({ code, name, region, operator, address }) => ({
      ...{ code, name: name.zh, nameEn: name.en, regionCode: region, address: address.zh },
      ...(operator ? { operator } : {}),
    })),
    systems: sampleSystems(),
    units: sample.units().units.map(({ organisation, code, level, parent, name }) => ({
      organisation,
      code,
      level,
      name: name.zh,
      nameEn: name.en,
      ...(parent ? { parent } : parkOf(organisation)),
    })),
  }
}

/** Ledgers of systems; all of them prove themselves by the one paper of the sample. */
function sampleSystems() {
  const { systems, enteredBy, confirmedBy } = guangxi.sample.systems()
  const content = guangxi.samplePaper('certificate.pdf')
  return systems.map(({ papers, ...one }) => ({
    ...{ ...one, enteredBy, confirmedBy },
    papers: papers.map(({ paperKind, name }) => ({ paperKind, name, content })),
  }))
}

/** The park in which a firm's first site lies. */
function parkOf(organisation: string): { park?: string } {
  const park = guangxi.sample.parks().parks.find((one) => one.firms.includes(organisation))
  return park ? { park: park.code } : {}
}

function factoryData(secrets: Secrets) {
  const { sample } = guangxi
  const { edges, equipment } = sample.equipment()
  return {
    edges: edges.map((one) => ({ ...one, password: secrets.edges[`${one.organisation}/${one.code}`] ?? '' })),
    equipment,
    machines: sample.tags().machines,
    ...shopFloor(),
    ...shopDay(),
    alarms: sample.alarms().definitions,
    alarmGroups: sample.alarms().groups,
    energy: sample.energy(),
    pictures: sample.pictures().pictures,
    calendars: sample.shifts().calendars.map((calendar) => ({ ...calendar, rows: shiftRows(calendar) })),
  }
}

/** What is made, how it is counted, what counts as a stop and what is to be reached. */
function shopFloor() {
  const { runs, counting, stopRules, targets } = guangxi.sample.runs()
  return { runs, counting, stopRules, targets }
}

/** What people said and set; each by the name of a person of the sample. */
function shopDay() {
  const { handover, andon, source: _, asked: __, ...rest } = guangxi.sample.shop()
  return {
    ...rest,
    handover: handover.map((one) => ({ ...one, personName: nameOf(one.person) })),
    andon: andon.map((one) => ({ ...one, personName: nameOf('operator') })),
  }
}

function nameOf(person: string): string {
  const { people } = guangxi.sample.people()
  return people.find((one) => one.email.startsWith(`${person}@`))?.name.zh ?? ''
}

function accounts(password: string): SampleStart['accounts'] {
  return guangxi.sample.people().people.map((person) => {
    const role = rolesOfRegistry.find((one) => one.code === person.memberships[0]?.role)
    return { user: person.email, password, role: { zh: role?.nameZh ?? '', en: role?.nameEn ?? '' } }
  })
}

/** Reads a JSON file, or makes it. */
async function keepFile<T>(path: string, make: () => T): Promise<T> {
  const kept = await readFile(path, 'utf8').catch(() => null)
  if (kept !== null) return JSON.parse(kept) as T
  const made = make()
  await writeDurably(path, made)
  return made
}

/** Only the owner may read it: it holds passwords. */
async function writeDurably(path: string, content: unknown): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
}
