import http from 'node:http'

/** nock takes the network over when it is imported, by whichever test of the run; it is put aside for these. */
export const withRealNetwork = (): void => {
  let taken = false
  before(async () => {
    taken = isTaken()
    if (taken) (await import('nock')).default.restore()
  })
  after(async () => {
    if (taken) (await import('nock')).default.activate()
  })
}

export const isTaken = (): boolean => !http.request.toString().startsWith('function request(')
