import { startDevelopmentStack } from './src/development/development-stack.js'
import { PrintOrder } from './scripts/print-order.js'
import { demoToken, StoreClient } from './scripts/store-client.js'
import { mkdtempSync, chmodSync } from 'node:fs'
async function main() {
  const folder = mkdtempSync('/tmp/makrx-zz-'); chmodSync(folder, 0o755)
  console.log(folder)
  const stack = await startDevelopmentStack({ folder, isThrowAway: true, given: { CAVE_SIM_STEP_SECONDS: '0.2', SLICER_BINARY: 'none' } })
  try {
    const store = new StoreClient(stack.addresses.api, await demoToken(stack.addresses.peers, 'shopper'))
    const print = new PrintOrder(store, stack.addresses.peers)
    const upload = await print.upload(); console.log(JSON.stringify(upload))
    const quote = await print.quote(upload.upload_id, { material: 'PLA' }); console.log(quote.price)
    const order = await print.order(quote.quote_id); console.log(JSON.stringify(order))
    await print.pay(order.payment_intent.payment_id)
    await new Promise(r=>setTimeout(r,8000)); console.log(JSON.stringify(await print.status(order.service_order_id), null, 1)); const end = await print.reached(order.service_order_id, ['completed'], 3); console.log(JSON.stringify(end.timeline, null, 1))
  } catch (e) { console.log(String(e)); const ids=(e as Error).message; void ids }
  await stack.stop()
}
void main()
