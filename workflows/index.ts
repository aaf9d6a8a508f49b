export { bomImport } from './bom-import.js'
export { cavePublication } from './cave-publication.js'
export { modelAnalysis } from './model-analysis.js'
export { quoteToServiceOrder } from './quote-to-service-order.js'
