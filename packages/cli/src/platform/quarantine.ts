import type { Screen } from '../screen/screen.js'
import type { Asked } from './command.js'

type Facts = Pick<Asked, 'quarantine'>

/** For programs; nothing where there is none, or where nobody knows. */
export const quarantineFields = ({ quarantine }: Facts) =>
  quarantine === undefined || quarantine === 'unheard'
    ? {}
    : { quarantine: { since: new Date(quarantine.since).toISOString(), why: quarantine.why } }

/** For people. */
export const quarantineLines = (facts: Facts, screen: Screen): readonly string[] => {
  const { quarantine } = quarantineFields(facts)
  if (quarantine === undefined) return []
  return [
    screen.style('bold', `The journal is in quarantine since ${quarantine.since}: ${quarantine.why}.`),
    'It may lack sends. Compare with the providers, then: polyrail operations release',
    '        --evidence "what was compared" --by "your name"',
    '',
  ]
}
