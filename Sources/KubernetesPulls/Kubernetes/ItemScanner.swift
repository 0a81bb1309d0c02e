import ImagePullCredentials

/// A place in a text that arrives in pieces.
struct StreamPosition {
  fileprivate(set) var offset = 0
  /// From 1.
  fileprivate(set) var line = 1
  fileprivate var lineStart = 0

  /// In bytes, from 1.
  var column: Int { offset - lineStart + 1 }
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

  /// The item that is being read follows another one without a comma.
  private(set) var isCommaMissing = false

  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// How much of the name `"items"` the string at the top of the document has shown; nil if it is
  /// another.
  private var matched: Int?
  /// The name was `items`, and its value is next.
  private var isItemsNext = false
  private var hasItem = false
  /// The document has had its list: what comes under the name again is a member like others.
  private var hasList = false

  private static let name: StaticString = "items\""

  /// The place of the byte before, which is on the same line unless it is a line break.
  var positionOfLastByte: StreamPosition {
    var position = position
    position.offset -= 1
    return position
  }

  /// Scans `bytes` from `start` up to the byte after which ``place`` changes, or to the end, and
  /// returns where that is.
  mutating func scan(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let before = place
    let origin = position.offset - start
    var index = start
    while index < bytes.count, place == before, !isForeign {
      if isInString {
        index = scanString(bytes, from: index)
        continue
      }
      index = skipWhitespace(bytes, from: index, origin: origin)
      guard index < bytes.count else { break }
      if place == .betweenDocuments {
        beginDocument(with: bytes[index])
      } else {
        scan(bytes[index])
      }
      if !isForeign { index += 1 }
    }
    position.offset = origin + index
    return index
  }

  /// Takes the list that has just been opened for a part of the document like any other.
  mutating func passOverList() { place = .inDocument }

  /// Counts lines too: elsewhere JSON has no line breaks.
  private mutating func skipWhitespace(
    _ bytes: Span<UInt8>, from start: Int, origin: Int
  ) -> Int {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "\n"):
        index += 1
        position.line += 1
        position.lineStart = origin + index
      default: return index
      }
    }
    return index
  }

  private mutating func beginDocument(with byte: UInt8) {
    guard byte == UInt8(ascii: "{") else {
      isForeign = true
      return
    }
    place = .inDocument
    depth = 1
    (isItemsNext, hasItem, hasList, isCommaPending) = (false, false, false, false)
  }

  private mutating func scanString(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if matched == nil, !isEscaped { index = bytes.endOfOrdinaryText(from: index) }
      guard index < bytes.count else { break }
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
    case UInt8(ascii: ":"):
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
    guard depth == 2, place == .inDocument, isItemsNext, !hasList, byte == UInt8(ascii: "[")
    else { return }
    (place, hasList) = (.betweenItems, true)
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
    isCommaMissing = hasItem
  }

  private mutating func endItem() {
    place = .betweenItems
    hasItem = true
  }
}

extension Span<UInt8> {
  /// The first quote or backslash from `start` on, or the end. Looks at eight bytes at a time, and
  /// may stop before it.
  fileprivate func endOfOrdinaryText(from start: Int) -> Int {
    let each: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index + 8 <= count {
      let word = word(at: index)
      let quote = word ^ (each &* UInt64(UInt8(ascii: "\"")))
      let backslash = word ^ (each &* UInt64(UInt8(ascii: "\\")))
      let stops =
        ((quote &- each) & ~quote | (backslash &- each) & ~backslash) & (each &* 0x80)
      guard stops == 0 else { return index + stops.trailingZeroBitCount / 8 }
      index += 8
    }
    return index
  }
}
