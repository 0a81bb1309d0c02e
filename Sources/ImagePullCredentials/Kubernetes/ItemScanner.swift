/// A place in a text that arrives in pieces.
struct StreamPosition {
  private(set) var offset = 0
  /// From 1.
  private(set) var line = 1
  private var lineStart = 0

  /// In bytes, from 1.
  var column: Int { offset - lineStart + 1 }

  /// The place after `bytes`.
  func advanced(over bytes: Span<UInt8>) -> StreamPosition {
    var position = self
    position.advance(over: bytes)
    return position
  }

  mutating func advance(over bytes: Span<UInt8>) {
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = offset + index + 1
    }
    offset += bytes.count
  }
}

/// Finds where documents and the items of their lists begin and end. It knows brackets and strings
/// and nothing else of JSON; what it cuts out is read with the whole grammar.
struct ItemScanner {
  /// Where the scanner stands.
  private(set) var place = Place.betweenDocuments
  /// The place in the text.
  private(set) var position = StreamPosition()
  /// Something stands between documents that is none.
  private(set) var isForeign = false
  /// In a list, the last thing before was a comma, or there has been a comma too many.
  private(set) var isCommaPending = false

  enum Place {
    case betweenDocuments
    /// In a document, and in no item of its list.
    case inDocument
    /// In the list of a document.
    case betweenItems
    /// In an item of the list.
    case inItem
  }

  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// How much of the name `"items"` the string at the top of the document has shown; nil if it is
  /// another.
  private var matched: Int?
  /// The name was `items`, and its value is next.
  private var isItemsNext = false
  private var hasItem = false

  private static let name: StaticString = "items\""

  /// Scans `bytes` from `start` up to the byte after which ``place`` changes, or to the end, and
  /// returns where that is.
  mutating func scan(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let before = place
    var index = start
    while index < bytes.count, place == before, !isForeign {
      if place == .betweenDocuments {
        index = scanBetweenDocuments(bytes, from: index)
      } else if isInString {
        index = scanString(bytes, from: index)
      } else {
        scan(bytes[index])
        index += 1
      }
    }
    position.advance(over: bytes.extracting(start..<index))
    return index
  }

  private mutating func scanBetweenDocuments(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let index = bytes.end(from: start) { byte in
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
        || byte == UInt8(ascii: "\r")
    }
    guard index < bytes.count else { return index }
    guard bytes[index] == UInt8(ascii: "{") else {
      isForeign = true
      return index
    }
    place = .inDocument
    depth = 1
    (isItemsNext, hasItem, isCommaPending) = (false, false, false)
    return index + 1
  }

  private mutating func scanString(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if let count = matched {
        // The name's last byte is the quote, with which the string ends.
        matched = count < Self.name.bytes.count && byte == Self.name.bytes[count] ? count + 1 : nil
      }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
        isItemsNext = matched == Self.name.bytes.count
        matched = nil
        return index
      }
    }
    return index
  }

  /// Takes a byte outside strings, inside a document.
  private mutating func scan(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"),
      UInt8(ascii: ":"):
      return
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      open(byte)
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      close(byte)
    case UInt8(ascii: "\""):
      isInString = true
      matched = place == .inDocument && depth == 1 ? 0 : nil
      beginItem()
    case UInt8(ascii: ",") where place == .betweenItems:
      // What follows a comma that comes too early is left to the reader: it is no item.
      if !hasItem { beginItem() }
      hasItem = false
      isCommaPending = true
    case UInt8(ascii: ",") where place == .inItem && depth == 2:
      endItem()
      hasItem = false
      isCommaPending = true
    default:
      beginItem()
    }
    isItemsNext = false
  }

  private mutating func open(_ byte: UInt8) {
    beginItem()
    depth += 1
    guard depth == 2, place == .inDocument, isItemsNext, byte == UInt8(ascii: "[") else { return }
    place = .betweenItems
  }

  private mutating func close(_ byte: UInt8) {
    if depth == 2, place == .inItem { endItem() }
    if depth == 2, place == .betweenItems { place = .inDocument }
    depth -= 1
    if depth == 0 { place = .betweenDocuments }
    if depth == 2, place == .inItem { endItem() }
  }

  /// Anything but white space begins an item in a list.
  private mutating func beginItem() {
    guard place == .betweenItems else { return }
    place = .inItem
    isCommaPending = false
  }

  private mutating func endItem() {
    place = .betweenItems
    hasItem = true
  }
}
