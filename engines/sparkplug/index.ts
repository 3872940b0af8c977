export {
  type BirthFault,
  type BirthFaultCode,
  birthFaults,
  type NodeBirth,
  nodeBirth,
  templateOf,
} from './birth.ts'
export { Malformed, type MalformedCode } from './bytes.ts'
export { decode } from './decode.ts'
export { encode } from './encode.ts'
export { keptAs, type Leaf, leavesOf, numberOf, textOf } from './kept.ts'
export {
  type DataSet,
  type DataType,
  dataTypes,
  type GivenMetric,
  type GivenPayload,
  type GivenProperties,
  type GivenTemplate,
  type GivenValue,
  type Metric,
  type Parameter,
  type Payload,
  type PropertySet,
  type PropertyValue,
  type Scalar,
  type Template,
  type Value,
} from './model.ts'
export { type Placed, Reorder } from './reorder.ts'
export {
  type HostState,
  hostStateOf,
  isSparkplugId,
  type MessageType,
  messageTypes,
  stateTopic,
  type Topic,
  topicOf,
  topicParts,
} from './topic.ts'
export { valueAs } from './values.ts'
