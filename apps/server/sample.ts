import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadSample as loadAssess } from '@ronghe/assess'
import { ingestOf, loadSample as loadFactory } from '@ronghe/factory'
import {
  keepToday,
  loadSample as loadGovernance,
  loadSampleAppraisals,
  loadSampleFunds,
  type SampleFunds,
} from '@ronghe/governance'
import type { House } from '@ronghe/kit/module'
import plantDefaults from '@ronghe/plant/plant.json' with { type: 'json' }
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

/** What the supervisor starts beside the server, and tells the person who started it. */
type SampleStart = {
  edgeConfigs: string[]
  plantConfig: string
  accounts: { user: string; password: string; role: { zh: string; en: string } }[]
}

/** Loads the sample region where it is not there yet, and writes what edges and sample plant need. */
export async function startSample(house: House): Promise<SampleStart> {
  const folder = resolve(house.config.DATA_DIR)
  const kept = await keepFile(join(folder, 'sample.json'), () => newSecrets(house))
  const edges = await loadSampleRows(house, kept)
  const plant = await keepFile(join(folder, 'plant', 'plant.json'), () => plantConfig(house, folder))
  const edgeConfigs = await Promise.all(
    edges.map(async ({ edgeId, organisation, code }) => {
      const path = join(folder, 'edges', `${organisation}.json`)
      await writeDurably(path, edgeConfig(house, folder, kept, plant, { edgeId, organisation, code }))
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
  // Figures of the day were computed before there was anything to count.
  await keepToday(house)
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
  return startSampleShipment(house, {
    ...{ ...shipment, creditCode: creditCodeOf(organisation), personName: nameOf('plant-engineer') },
    ...{
      partner: { creditCode: creditCodeOf(partner.organisation) },
      partnerName: nameOf('partner-engineer'),
    },
  })
}

function officialName(): string {
  const { people } = guangxi.sample.people()
  return people.find((one) => one.email.startsWith('region-official'))?.name.zh ?? ''
}

function fundData(): SampleFunds {
  const { payer, programmes, applications, experts } = guangxi.sample.funds()
  const owned = <T extends { organisation: string }>({ organisation, ...rest }: T) => {
    return { ...rest, creditCode: creditCodeOf(organisation) }
  }
  const data = { programmes, applications: applications.map(owned), experts: experts.map(owned) }
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
  const { handover, andon, source: _, ...rest } = guangxi.sample.shop()
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

/**
 * Which machine's own server plays which recording. Ports of 0 are chosen by the plant; here they must be
 * known.
 */
function plantConfig(house: House, folder: string) {
  return {
    dataDirectory: join(folder, 'plant'),
    host: '127.0.0.1',
    mtconnectPort: house.config.SAMPLE_MTCONNECT_PORT,
    opcuaPort: house.config.SAMPLE_OPCUA_PORT,
    historyDays: house.config.SAMPLE_HISTORY_DAYS,
    machines: plantDefaults.machines,
  }
}

type Plant = ReturnType<typeof plantConfig>
type Edge = { edgeId: string; organisation: string; code: string }

/** The configuration of one sample edge: its machines and the signals that the sample names. */
function edgeConfig(house: House, folder: string, secrets: Secrets, plant: Plant, edge: Edge) {
  const { sample } = guangxi
  const machines = sample
    .equipment()
    .equipment.filter((one) => one.organisation === edge.organisation && one.connection?.edge === edge.code)
  return {
    server: `mqtt://127.0.0.1:${ingestOf(house).port}`,
    group: edge.organisation,
    node: edge.code,
    username: edge.edgeId,
    password: secrets.edges[`${edge.organisation}/${edge.code}`],
    hostId: 'ronghe',
    language: house.config.RONGHE_LANGUAGE,
    buffer: { directory: join(folder, 'edges', edge.organisation), bytesMax: 256 * 1024 * 1024 },
    devices: machines.map(({ code, connection }) => {
      const tags =
        sample.tags().machines.find((one) => one.organisation === edge.organisation && one.equipment === code)
          ?.tags ?? []
      return connection?.protocol === 'opcua'
        ? opcuaDevice(connection.device, plant, tags)
        : mtconnectDevice(connection?.device ?? '', connection?.machine ?? '', plant, tags)
    }),
  }
}

/** The sample names nodes by their namespace; the plant's own is its first. */
function nodeIdOf(source: string): string {
  return source.replace(/^nsu=[^;]+;/, 'ns=1;')
}

type Tags = ReturnType<typeof guangxi.sample.tags>['machines'][number]['tags']

function mtconnectDevice(device: string, machine: string, plant: Plant, tags: Tags) {
  return {
    device,
    adapter: 'mtconnect',
    url: `http://${plant.host}:${plant.mtconnectPort}/${machine}`,
    tags: tags.map(({ name, source, valueType, unit, part }) => ({
      name,
      dataItem: source,
      type: valueType,
      part,
      ...(unit ? { unit } : {}),
    })),
  }
}

function opcuaDevice(device: string, plant: Plant, tags: Tags) {
  return {
    device,
    adapter: 'opcua',
    endpoint: `opc.tcp://${plant.host}:${plant.opcuaPort}`,
    securityMode: 'SignAndEncrypt',
    securityPolicy: 'Basic256Sha256',
    trustUnknown: true,
    backfillDays: 30,
    tags: tags.map(({ name, source, valueType, unit }) => ({
      name,
      nodeId: nodeIdOf(source),
      samplingMs: 0,
      type: valueType,
      ...(unit ? { unit } : {}),
    })),
  }
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
