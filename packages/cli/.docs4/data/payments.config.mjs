
import { palomma } from '@polyrail/palomma'
import { billon } from '@polyrail/billon'
import { sqliteJournal } from '@polyrail/journal-sqlite'
export default { journal: sqliteJournal({ path: "/work/main/packages/cli/.docs4/data/payments.db", markPath: "/work/main/packages/cli/.docs4/data/elsewhere/payments.mark" }),
 providers: [ palomma({ baseUrl: 'http://127.0.0.1:46711/v0', apiKey: 'key' }), billon({ baseUrl: 'http://127.0.0.1:39427', password: 'key' }) ] }