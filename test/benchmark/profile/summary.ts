import type { Profiler } from 'node:inspector'

/** A share of the main thread's time. */
export interface Share {
  readonly name: string
  readonly usPerCall: number
  readonly percent: number
}

export interface ProfileSummary {
  /** By the function that ran. */
  readonly functions: readonly Share[]
  /** By the nearest function of a package on the stack: with what it asked of Node and V8. */
  readonly owners: readonly Share[]
  readonly packages: readonly Share[]
}

const MOST = 40

export const summaryOf = (profile: Profiler.Profile, calls: number): ProfileSummary => {
  const times = timesOf(profile)
  const busyUs = [...times].reduce((sum, [node, us]) => (isIdle(node) ? sum : sum + us), 0)
  const owners = ownersOf(profile)
  const by = (nameOf: (node: Profiler.ProfileNode) => string): readonly Share[] => {
    const sums = new Map<string, number>()
    for (const [node, us] of times) {
      if (!isIdle(node)) sums.set(nameOf(node), (sums.get(nameOf(node)) ?? 0) + us)
    }
    return [...sums]
      .map(([name, us]) => ({ name, usPerCall: us / calls, percent: (us * 100) / busyUs }))
      .sort((left, right) => right.usPerCall - left.usPerCall)
      .slice(0, MOST)
  }
  return {
    functions: by(functionOf),
    owners: by((node) => functionOf(owners.get(node.id) ?? node)),
    packages: by((node) => packageOf((owners.get(node.id) ?? node).callFrame)),
  }
}

const timesOf = ({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Map<Profiler.ProfileNode, number> => {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const times = new Map<Profiler.ProfileNode, number>()
  for (const [index, id] of samples.entries()) {
    const node = byId.get(id)
    // The time of a sample is that until the next one.
    if (node !== undefined) times.set(node, (times.get(node) ?? 0) + (timeDeltas[index + 1] ?? 0))
  }
  return times
}

/** For each node the nearest one, upwards, whose code is not Node's or V8's own. */
const ownersOf = ({ nodes }: Profiler.Profile): Map<number, Profiler.ProfileNode> => {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const owners = new Map<number, Profiler.ProfileNode>()
  const visit = (node: Profiler.ProfileNode, above: Profiler.ProfileNode | undefined): void => {
    const owner = isOurs(node.callFrame) ? node : above
    if (owner !== undefined) owners.set(node.id, owner)
    for (const id of node.children ?? []) {
      const child = byId.get(id)
      if (child !== undefined) visit(child, owner)
    }
  }
  if (nodes[0] !== undefined) visit(nodes[0], undefined)
  return owners
}

type Frame = Profiler.ProfileNode['callFrame']

const isIdle = ({ callFrame }: Profiler.ProfileNode): boolean => callFrame.functionName === '(idle)'

const isOurs = ({ url }: Frame): boolean => url !== '' && !url.startsWith('node:')

const functionOf = ({ callFrame }: Profiler.ProfileNode): string => {
  const { functionName, url, lineNumber } = callFrame
  const name = functionName === '' ? `(anonymous:${lineNumber + 1})` : functionName
  return url === '' ? name : `${name}  ${shortUrl(url)}`
}

const shortUrl = (url: string): string =>
  url.replace(/^.*\/node_modules\/(?!\.cache\/)/, '').replace(/^.*\/(packages|\.cache)\//, '')

const packageOf = ({ url, functionName }: Frame): string => {
  if (url === '') return functionName.startsWith('(') ? functionName : '(V8)'
  if (url.startsWith('node:')) return 'node'
  const short = shortUrl(url)
  const scoped = /^(?:@[^/]+\/)?[^/]+/.exec(short)?.[0] ?? short
  if (!url.includes('/packages/')) return scoped
  return short.replace(/\/dist\/((?:[^/]+\/)?).*$/, ' $1').trim()
}
