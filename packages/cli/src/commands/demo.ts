import type { Command } from '../command.js'

export const demo: Command = {
  name: 'demo',
  about: 'Take and send money at two simulated providers, lose an answer, compare the books.',
  options: {
    json: { type: 'boolean', about: 'Print one JSON document instead of the story.' },
    keep: { type: 'boolean', about: "Keep the journal and the providers' books, and say where." },
  },
  run: async ({ json, keep }, screen) => {
    // Loaded when it is wanted: help should not wait for the whole library.
    const { runDemo } = await import('../demo/run.js')
    return runDemo({ json: json === true, keep: keep === true }, screen)
  },
}
