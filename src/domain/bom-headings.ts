import type { ColumnRole } from './bom-line.js'

/**
 * What people write over their columns (bom.md 4), in lower case. The order of the roles decides between equal scores, so
 * the narrow ones come before the wide ones.
 */
export const HEADINGS: Readonly<Record<ColumnRole, readonly string[]>> = {
  designators: [
    ...['designator', 'designators', 'reference', 'references', 'reference designator', 'reference designators'],
    ...['reference(s)', 'ref', 'refs', 'ref des', 'refdes', 'part reference', 'schematic reference'],
    ...['circuit reference', 'customer reference', 'parts', 'location', 'mount name', 'silkscreen', 'bezeichner'],
    ...['referenz', 'repère', 'repere', 'referencia', 'referência', '位号', '标号'],
  ],
  quantity: [
    ...['qty', 'qty per', 'qty per board', 'quantity', 'quantities', 'quant', 'quentity', 'count', 'pcs', 'pieces'],
    ...['pcs/pcb', 'units', 'amount', 'required', 'needed quantity', 'part quantity', 'quantity per pcb'],
    ...['number of parts', 'anzahl', 'menge', 'stück', 'stueck', 'quantité', 'quantite', 'nombre', 'cantidad'],
    ...['quantidade', 'qtd', 'ilość', '数量', '用量'],
  ],
  mpn: [
    ...['mpn', 'manufacturer part', 'manufacturer part number', 'manufacturer part no', 'mfr part'],
    ...['mfr part number', 'mfr part number (input)', 'mfr no', 'mfg part', 'mfg pn', 'mfg p/n', 'manf#'],
    ...['part number', 'part no', 'part num', 'part #', 'partno', 'partnumber', 'p/n', 'pn', 'model'],
    ...['model/part number', 'order no', 'libref', 'design item id', 'device', 'herstellernummer'],
    ...['hersteller-artikelnummer', 'référence fabricant', 'código fabricante', '型号', '制造商料号', '规格型号'],
  ],
  price: [
    ...['price', 'unit price', 'price each', 'price per', 'cost', 'unit cost', 'est price', 'extended price', 'total'],
    ...['total cost', 'subtotal', 'preis', 'prix', 'precio', 'preço', '单价', '预估单价', '价格'],
  ],
  distributor_sku: [
    ...['supplier part', 'supplier part number', 'vendor part', 'vendor part id', 'vendor part number', 'lcsc'],
    ...['lcsc part', 'lcsc part number', 'jlcpcb part', 'jlcpcb p/n', 'jlcpcb p/n or source', 'digikey', 'digi-key'],
    ...['digi-key part number', 'dk', 'mouser', 'mouser part number', 'farnell', 'newark', 'element14', 'rs'],
    ...['rs components', 'tme', 'arrow', 'reichelt', 'distributor pn', 'supplier and ref', '供应商编号'],
  ],
  own_sku: ['sku', 'makrx sku', 'article number', 'article', 'order code', 'artikelnummer', '商品编号'],
  manufacturer: [
    ...['manufacturer', 'manufacturer name', 'mfr', 'mfg', 'manf', 'mnf', 'mf', 'maker', 'brand', 'make'],
    ...['hersteller', 'fabricant', 'fabricante', '品牌', '厂商', '制造商'],
  ],
  value: [
    ...['value', 'val', 'values', 'comment', 'designation', 'part / value', 'rating', 'nominal', 'wert', 'valeur'],
    ...['valor', '值', '规格'],
  ],
  package: [
    ...['footprint', 'package', 'pattern', 'pcb footprint', 'case', 'case/package', 'housing', 'size'],
    ...['land pattern', 'gehäuse', 'bauform', 'boîtier', 'boitier', 'encapsulado', '封装'],
  ],
  link: [
    ...['url', 'link', 'links', 'part link', 'supplier link', 'product link', 'buy link', 'amazon link'],
    ...['manufacturer link', 'datasheet', 'where to buy', '购买链接'],
  ],
  fitted: [
    ...['dnp', 'dnf', 'dni', 'dns', 'do not place', 'do not fit', 'do not populate', 'fitted', 'fit', 'populate'],
    ...['populated', 'place', 'mount', 'config', 'variant fit', 'assembly', 'assembly info', 'bestücken'],
  ],
  alternate: ['alternate', 'alternates', 'alternative', 'substitute', 'second source'],
  supplier: [
    ...['supplier', 'suppliers', 'supplier/s', 'supplier name', 'vendor', 'distributor', 'source', 'retailer'],
    ...['seller', 'spplier/seller', 'lieferant', 'fournisseur', 'proveedor', '供应商'],
  ],
  length: ['length', 'length mm', 'cut length', 'cut', 'länge', 'longueur', 'longitud', '长度'],
  unit: ['unit', 'units of measure', 'uom', 'unit of measure', 'einheit', 'unité', 'unidad', '单位'],
  category: [...['category', 'class', 'group', 'section', 'kategorie', 'catégorie', 'categoría', '类别', '型号分类']],
  notes: ['note', 'notes', 'remark', 'remarks', 'comments', 'usage', 'bemerkung', 'remarque', '备注'],
  row_number: [
    ...['item no', 'item #', '#', 'id', 'no', 'pos', 'position', 'line', 'level', 'index', '序号', '物料编码'],
  ],
  description: [
    ...['description', 'desc', 'descr', 'part description', 'name', 'item', 'item name', 'part name', 'part'],
    ...['component', 'components', 'component/item', 'material', 'product name', 'details', 'type', 'variant'],
    ...['purpose', 'bezeichnung', 'beschreibung', 'désignation', 'descripción', 'descrição', '名称', '描述'],
    ...['物料名称', '规格/型号描述'],
  ],
}

/** Count something, but perhaps not what is needed: taken where no better column is. */
export const SECOND_QUANTITY_HEADINGS: readonly string[] = [
  ...['order quantity', 'supplier order qty', 'quantity with buffer', 'sold quantity', 'pack quantity'],
  ...['quantity 1', 'quantity 2', 'number'],
]

/** Columns without a role whose cells the value grammar can use, by a word of their heading. */
export const SPECIFICATION_HEADINGS: Readonly<Record<string, string>> = {
  voltage: 'voltage',
  tolerance: 'tolerance',
  resistance: 'resistance',
  capacitance: 'capacitance',
  diameter: 'diameter',
  thread: 'thread',
  head: 'head',
  color: 'color',
  colour: 'color',
  weight: 'weight',
  pitch: 'pitch',
  positions: 'positions',
  dimension: 'dimensions',
  dimensions: 'dimensions',
  dimention: 'dimensions',
}

/** Roles that one table may give to several columns. */
export const REPEATED_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>([
  ...(['mpn', 'manufacturer', 'distributor_sku', 'link', 'description', 'alternate', 'price'] as const),
])

/** A header needs one of these: without it nothing says what the lines are. */
export const ANCHOR_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>([
  ...(['designators', 'quantity', 'mpn', 'value', 'description', 'own_sku'] as const),
])
