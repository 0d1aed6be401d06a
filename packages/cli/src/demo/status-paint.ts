import type { Screen } from '../screen/screen.js'

const COLOURS = new Map<string, Parameters<Screen['style']>[0]>([
  ['succeeded', 'green'],
  ['pending', 'cyan'],
  ['processing', 'cyan'],
  ['ready', 'cyan'],
  ['requires_action', 'cyan'],
  ['authorized', 'cyan'],
  ['partially_captured', 'green'],
  ['canceled', 'yellow'],
  ['unknown', 'yellow'],
  ['refused', 'red'],
])

export const paintStatus = (text: string, { style }: Pick<Screen, 'style'>): string => {
  const colour = COLOURS.get(text.trim())
  return colour === undefined ? text : style(colour, text)
}
