import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { ANSWER_BYTES, answerTo, askedIn } from './answer.js'

// The provider of the benchmark: answers whatever it is asked at once, and keeps connections open.

let serial = 0

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    serial += 1
    const asked = askedIn(request.headers['content-type'] ?? '', Buffer.concat(chunks).toString('utf8'))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER_BYTES })
    response.end(answerTo(asked, serial))
  })
})

// Between two slices of one client lie those of the others.
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', 1024, () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
