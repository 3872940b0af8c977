import { fileReader, readBytes, yearlyReader } from './files.ts'
import type { SampleAlarms } from './sample/alarm-shape.ts'
import type { SampleAppraisals } from './sample/appraisal-shape.ts'
import type { SampleReports } from './sample/report-shape.ts'
import type * as sample from './sample/shape.ts'
import type { SampleSystems } from './sample/systems-shape.ts'
import type {
  AssessFile,
  Calendar,
  Cartogram,
  Departments,
  Divisions,
  Measure,
  Plan,
  QualityRule,
} from './shape.ts'
import { trades } from './trades.ts'

export { type ShiftRow, shiftRows } from './sample/shift-rows.ts'

/** Guangxi as data. Each member is read from its file at the first call. */
export const guangxi = {
  /** GB/T 2260. */
  code: '450000',
  divisions: fileReader<Divisions>('./divisions.json'),
  trades,
  departments: fileReader<Departments>('./departments.json'),
  plan: fileReader<Plan>('./plan.json'),
  /** The plan's tasks, sentence by sentence. */
  measures: fileReader<Measure[]>('./measures.json'),
  cartogram: fileReader<Cartogram>('./cartogram.json'),
  calendar: fileReader<Calendar>('./calendar.json'),
  /** Frameworks of assessment and recognition, in the order in which they are loaded. */
  frameworks: [
    fileReader<AssessFile>('./frameworks/gbt23020.json'),
    fileReader<AssessFile>('./frameworks/gbt39116.json'),
    fileReader<AssessFile>('./frameworks/smart-factory.json'),
    fileReader<AssessFile>('./frameworks/gx-digital-workshop.json'),
    fileReader<AssessFile>('./frameworks/gx-smart-factory.json'),
    fileReader<AssessFile>('./frameworks/innovation-centre.json'),
    fileReader<AssessFile>('./frameworks/technology-centre.json'),
    fileReader<AssessFile>('./frameworks/innovation-demonstration.json'),
    fileReader<AssessFile>('./frameworks/double-innovation-base.json'),
  ],
  /** Certification and recognition, stage by stage. */
  procedures: [
    fileReader<AssessFile>('./procedures/gbt23001.json'),
    fileReader<AssessFile>('./procedures/gx-digital-workshop.json'),
    fileReader<AssessFile>('./procedures/gx-smart-factory.json'),
    fileReader<AssessFile>('./procedures/technology-centre.json'),
    fileReader<AssessFile>('./procedures/innovation-centre.json'),
    fileReader<AssessFile>('./procedures/innovation-demonstration.json'),
    fileReader<AssessFile>('./procedures/double-innovation-base.json'),
  ],
  /** From where on an assessor is to look at what a firm says. */
  qualityRules: fileReader<QualityRule[]>('./quality-rules.json'),
  /** A paper of the sample: `papers/` holds what it attaches. */
  samplePaper: (name: string) => readBytes(`./sample/papers/${name}`),
  /** Invented organisations, people and machines; whoever loads them marks every row as sample. */
  sample: {
    organisations: fileReader<sample.SampleOrganisations>('./sample/organisations.json'),
    people: fileReader<sample.SamplePeople>('./sample/people.json'),
    parks: fileReader<sample.SampleParks>('./sample/parks.json'),
    units: fileReader<sample.SampleUnits>('./sample/units.json'),
    equipment: fileReader<sample.SampleRegister>('./sample/equipment.json'),
    shifts: fileReader<sample.SampleShifts>('./sample/shifts.json'),
    tags: fileReader<sample.SampleTags>('./sample/tags.json'),
    runs: fileReader<sample.SampleRuns>('./sample/runs.json'),
    alarms: fileReader<SampleAlarms>('./sample/alarms.json'),
    shop: fileReader<sample.SampleShop>('./sample/shop.json'),
    energy: fileReader<sample.SampleEnergy>('./sample/energy.json'),
    pictures: fileReader<sample.SamplePictures>('./sample/pictures.json'),
    systems: fileReader<SampleSystems>('./sample/systems.json'),
    rosters: fileReader<sample.SampleRosters>('./sample/roster.json'),
    assessments: yearlyReader<sample.SampleAssessments>('./sample/assess.json', 2026),
    supervision: fileReader<sample.SampleSupervision>('./sample/supervision.json'),
    appraisals: fileReader<SampleAppraisals>('./sample/appraisals.json'),
    reports: fileReader<SampleReports>('./sample/reports.json'),
    trace: fileReader<sample.SampleTrace>('./sample/trace.json'),
    traceUse: fileReader<sample.SampleTraceUse>('./sample/trace-use.json'),
    traceMaster: fileReader<sample.SampleTraceMaster>('./sample/trace-master.json'),
    funds: yearlyReader<sample.SampleFunds>('./sample/funds.json', 2026),
  },
} as const
