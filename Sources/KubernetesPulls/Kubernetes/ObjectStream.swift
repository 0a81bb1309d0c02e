import ImagePullCredentials

/// Reads objects from `kubectl`'s output while it arrives in pieces, so memory depends on the largest object and not on
/// the text.
///
/// A scanner that recognises only strings and brackets extracts the items from each document's list. ``ObjectReader``
/// reads the list's header, then each item as the only one of that list, and finally the document without its items. So
/// it accepts the same text, with one exception: items without a kind need a list that names their kind before the
/// items.
///
/// ```swift
/// var stream = ObjectStream(defaultNamespace: "default")
/// while let piece = … { try stream.append(piece) { event in objects.apply(event) } }
/// try stream.finish { event in objects.apply(event) }
/// ```
public struct ObjectStream {
  private let defaultNamespace: String
  private var scanner = ItemScanner()
  /// The text of the current document, without the returned items.
  private var document = Excerpt()
  /// A list with only the current item.
  private var item = Excerpt()
  /// The header of the current list.
  private var listHeader = ObjectHeader()
  private var itemCount = 0
  private var hasDocument = false
  private var isForeignBegun = false
  /// ``maximumObjectByteCount``, except in tests.
  var objectLimit = Self.maximumObjectByteCount

  /// Called for single malformed objects, which are then skipped; nil makes them errors of the whole text.
  private let onMalformedObject: ((KubernetesObjects.DecodingError) -> Void)?

  /// Creates a stream.
  ///
  /// - Parameters:
  ///   - defaultNamespace: the namespace of objects without one.
  ///   - onMalformedObject: called for each single malformed object, which is then skipped. Nil makes it an error of
  ///     the whole text.
  public init(
    defaultNamespace: String,
    onMalformedObject: ((KubernetesObjects.DecodingError) -> Void)? = nil
  ) {
    self.defaultNamespace = defaultNamespace
    self.onMalformedObject = onMalformedObject
  }

  /// Reads the next piece of the text.
  ///
  /// - Parameters:
  ///   - bytes: the piece, which may begin and end at any byte.
  ///   - body: called for each object that ends in the piece, with an event: ``WatchEvent/Kind/added`` unless the text
  ///     is that of a watch.
  /// - Throws: ``KubernetesObjects/DecodingError``, with its place in the whole text. After an error, do not append
  ///   more.
  public mutating func append(
    _ bytes: Span<UInt8>, _ body: (WatchEvent) -> Void
  ) throws(KubernetesObjects.DecodingError) {
    var start = 0
    while start < bytes.count {
      let place = scanner.place
      let end = scanner.scan(bytes, from: start)
      let part = bytes.extracting(start..<end)
      start = end
      switch place {
      case .betweenDocuments:
        if scanner.place != .betweenDocuments {
          document.begin(at: scanner.positionOfLastByte)
          document.append(part.extracting(part.count - 1..<part.count))
          (itemCount, hasDocument) = (0, true)
        }
      case .inDocument:
        document.append(part)
        guard document.bytes.count <= objectLimit else { throw tooLarge }
        if scanner.place == .betweenDocuments { try read(document, body) }
        if scanner.place == .betweenItems { try beginList() }
      case .betweenItems:
        // A misplaced comma is kept, so that reading the document fails there.
        switch scanner.place {
        case .inItem:
          item.begin(at: scanner.positionOfLastByte)
          item.append(#"{"items":["#.utf8.span)
          // An item without its comma is read after another item, so that reading fails there.
          if scanner.isCommaMissing { item.append(#"{"kind":"Item"}"#.utf8.span) }
          item.resume(at: scanner.positionOfLastByte)
          item.append(part.extracting(part.count - 1..<part.count))
        case .inDocument:
          document.resume(at: scanner.positionOfLastByte)
          if scanner.isCommaPending { document.append(",".utf8.span) }
          document.append(part.extracting(part.count - 1..<part.count))
        case .betweenItems, .betweenDocuments: break
        }
      case .inItem:
        item.append(part)
        guard item.bytes.count <= objectLimit else { throw tooLarge }
        if scanner.place != .inItem { try readItem(body) }
      }
      if scanner.isForeign { return try appendForeign(bytes.extracting(start..<bytes.count)) }
    }
  }

  /// Ends the text.
  ///
  /// - Parameter body: called for the objects that end here.
  /// - Throws: ``KubernetesObjects/DecodingError`` if the text ends too early or is empty.
  public mutating func finish(
    _ body: (WatchEvent) -> Void
  ) throws(KubernetesObjects.DecodingError) {
    switch scanner.place {
    case .betweenDocuments:
      if scanner.isForeign { try read(document, body) }
      guard !hasDocument else { return }
      document.begin(at: scanner.position)
      try read(document, body)
    case .inItem: try read(item, in: listHeader, body)
    case .inDocument, .betweenItems: try read(document, body)
    }
  }

  /// The most bytes of an object: 128 MiB. The API server accepts requests of at most 3 MiB.
  public static let maximumObjectByteCount = 1 << 27

  private var tooLarge: KubernetesObjects.DecodingError {
    let position = scanner.position
    return KubernetesObjects.DecodingError(
      .tooLarge, at: position.offset, line: position.line, column: position.column,
      object: nil, path: "",
      explanation: "an object has more than \(objectLimit) bytes")
  }

  /// Reads the header of a list that was just opened, if it is a document's list of objects.
  private mutating func beginList() throws(KubernetesObjects.DecodingError) {
    do {
      guard let header = try ObjectReader.listHeader(in: document.bytes.span) else {
        return scanner.passOverList()
      }
      listHeader = header
    } catch {
      throw document.locate(error, itemIndex: itemCount)
    }
  }

  private mutating func readItem(
    _ body: (WatchEvent) -> Void
  ) throws(KubernetesObjects.DecodingError) {
    item.append("]}".utf8.span)
    try read(item, in: listHeader, body)
    itemCount += 1
  }

  /// Reads the objects of an excerpt.
  private func read(
    _ excerpt: Excerpt, in listHeader: ObjectHeader = ObjectHeader(),
    _ body: (WatchEvent) -> Void
  ) throws(KubernetesObjects.DecodingError) {
    var reader = ObjectReader(
      excerpt.bytes.span, defaultNamespace: defaultNamespace, listHeader: listHeader)
    while true {
      do {
        guard let event = try reader.next() else { return }
        body(event)
      } catch {
        let error = excerpt.locate(error, itemIndex: itemCount)
        guard reader.canGoOn, let onMalformedObject else { throw error }
        onMalformedObject(error)
      }
    }
  }

  /// Collects text between documents that is not a document, until there is enough to classify it.
  private mutating func appendForeign(
    _ bytes: Span<UInt8>
  ) throws(KubernetesObjects.DecodingError) {
    if !isForeignBegun { document.begin(at: scanner.position) }
    isForeignBegun = true
    document.append(bytes)
    if document.bytes.count >= Self.foreignLimit { try read(document) { _ in } }
  }

  /// Enough to distinguish a table from a web page.
  private static let foreignLimit = 4_096
}

/// A stream is used in one place, and calls its closure there.
@available(*, unavailable)
extension ObjectStream: Sendable {}

/// A text assembled from parts of the stream, with their positions.
private struct Excerpt {
  private(set) var bytes: [UInt8] = []
  /// The starts of the parts in `bytes`, ascending, and their positions in the stream.
  private var parts: [(start: Int, position: StreamPosition)] = []

  mutating func begin(at position: StreamPosition) {
    bytes.removeAll(keepingCapacity: true)
    parts = [(0, position)]
  }

  /// The next appended bytes are from `position`.
  mutating func resume(at position: StreamPosition) {
    parts.append((bytes.count, position))
  }

  mutating func append(_ part: Span<UInt8>) { bytes.append(copying: part) }

  /// `error`, with its place in the stream.
  func locate(
    _ error: KubernetesObjects.DecodingError, itemIndex: Int
  ) -> KubernetesObjects.DecodingError {
    guard let part = parts.last(where: { $0.start <= error.offset }) else { return error }
    let start = TextPosition(of: part.start, in: bytes.span)
    let isSameLine = error.line == start.line
    let first = "items[0]"
    let isItem = error.path.hasPrefix(first) && parts.count > 1
    return KubernetesObjects.DecodingError(
      error.code, at: error.offset - part.start + part.position.offset,
      line: error.line - start.line + part.position.line,
      column: error.column + (isSameLine ? part.position.column - start.column : 0),
      object: error.object,
      path: isItem ? "items[\(itemIndex)]\(error.path.dropFirst(first.count))" : error.path,
      explanation: error.explanation)
  }
}

// MARK: - Cutting out items

/// A place in a text that arrives in pieces.
struct StreamPosition {
  fileprivate(set) var offset = 0
  /// From 1.
  fileprivate(set) var line = 1
  fileprivate var lineStart = 0

  /// In bytes, from 1.
  var column: Int { offset - lineStart + 1 }
}

/// Finds the starts and ends of documents and of the items of their lists. It recognises only brackets and strings; the
/// extracted text is read with the full grammar.
struct ItemScanner {
  /// The scanner's state.
  private(set) var place = Place.betweenDocuments
  /// The place in the text.
  private(set) var position = StreamPosition()
  /// There is text between documents that is not a document.
  private(set) var isForeign = false
  /// In a list, the previous token was a comma, or there was an extra comma.
  private(set) var isCommaPending = false

  enum Place {
    case betweenDocuments
    /// In a document, outside the items of its list.
    case inDocument
    /// In the list of a document.
    case betweenItems
    /// In an item of the list.
    case inItem
  }

  /// The current item follows another one without a comma.
  private(set) var isCommaMissing = false

  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// The matched length of the name `"items"` in the current string at the top level of the document; nil if it is
  /// different.
  private var matched: Int?
  /// The name was `items`, and its value is next.
  private var isItemsNext = false
  private var hasItem = false
  /// The document already had its list: a repeated `items` is an ordinary member.
  private var hasList = false

  private static let name: StaticString = "items\""

  /// The place of the previous byte, which is on the same line unless it is a line break.
  var positionOfLastByte: StreamPosition {
    var position = position
    position.offset -= 1
    return position
  }

  /// Scans `bytes` from `start` up to the byte after which ``place`` changes, or to the end, and returns that offset.
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

  /// Treats the list that was just opened as an ordinary part of the document.
  mutating func passOverList() { place = .inDocument }

  /// Also counts lines: elsewhere JSON has no line breaks.
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
        index = bytes.endOfSpaces(from: index)
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
        // The name's last byte is the quote that ends the string.
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

  /// Processes a byte outside strings, in a document.
  @inline(__always)
  private mutating func scan(_ byte: UInt8) {
    switch byte {
    // There is no colon between the items of a list: there it begins text that the reader rejects.
    case UInt8(ascii: ":") where place != .betweenItems:
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
      // After a misplaced comma, the reader reports the error: it is not an item.
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
  /// The first quote or backslash from `start` on, or the end. Checks eight bytes at a time, and may stop before it.
  fileprivate func endOfOrdinaryText(from start: Int) -> Int {
    var index = start
    while index + 8 <= count {
      let word = word(at: index)
      let stops = word.marks(of: UInt8(ascii: "\"")) | word.marks(of: UInt8(ascii: "\\"))
      guard stops == 0 else { return index + stops.trailingZeroBitCount / 8 }
      index += 8
    }
    return index
  }
}
