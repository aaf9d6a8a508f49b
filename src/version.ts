/** As `/health` and the API document say it; a test compares it with package.json. */
export const VERSION = '0.1.0'
