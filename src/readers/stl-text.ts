import { ModelRefusal, refuse } from './model-refusal.js'
import type { ReadModel } from './read-model.js'
import { StlFaces } from './stl-faces.js'
import { TextScanner } from './text-scanner.js'

/**
 * Reads a text STL: any case, any spacing, any number of `solid` blocks. Only `vertex` lines count; what stands where a
 * normal should is skipped, whatever it is.
 */
export function readTextStl(bytes: Buffer): ReadModel {
  const text = new TextScanner(bytes)
  const faces = new StlFaces()
  let corners = 0
  while (text.nextWord()) {
    if (text.isWord('vertex')) {
      readCorner(text, faces)
      corners++
    } else if (text.isWord('facet') || text.isWord('endfacet')) {
      checkCorners(text, corners)
      corners = 0
    } else if (text.isWord('solid') || text.isWord('endsolid')) {
      checkCorners(text, corners)
      corners = 0
      // The rest of the line is a name and may hold any word.
      text.skipLine()
    }
  }
  checkCorners(text, corners)
  return faces.finish([])
}

function readCorner(text: TextScanner, faces: StlFaces): void {
  for (let axis = 0; axis < 3; axis++) {
    if (!text.nextWord()) throw new ModelRefusal(cutOff(text, axis))
    faces.push(text.number())
  }
}

function checkCorners(text: TextScanner, corners: number): void {
  if (corners !== 0 && corners !== 3) throw new ModelRefusal(cutOff(text, corners))
}

function cutOff(text: TextScanner, corners: number) {
  return refuse('stl_truncated', { line: text.line(), corners }).finding
}
