import ImagePullCredentials

/// Reads objects from `kubectl`'s output while it arrives in pieces, so that memory follows the
/// largest object and not the text.
///
/// A scanner that knows only strings and brackets cuts the items out of each document's list;
/// ``ObjectReader`` reads the list's header, then each of the items as the only one of that list, and
/// in the end the document without its items, so that what is accepted is what it accepts, with one
/// exception: items without a kind need a list that names theirs before the items.
///
/// ```swift
/// var stream = ObjectStream(defaultNamespace: "default")
/// while let piece = … { try stream.append(piece) { event in objects.apply(event) } }
/// try stream.finish { event in objects.apply(event) }
/// ```
public struct ObjectStream {
  private let defaultNamespace: String
  private var scanner = ItemScanner()
  /// The text of the document that is being read, without the items that have been handed out.
  private var document = Excerpt()
  /// A list with nothing but the item that is being read.
  private var item = Excerpt()
  /// The header of the list that is being read.
  private var listHeader = ObjectHeader()
  private var itemCount = 0
  private var hasDocument = false
  private var isForeignBegun = false
  /// ``maximumObjectByteCount``, but in tests.
  var objectLimit = Self.maximumObjectByteCount

  /// Is told of single objects that are malformed, which are then left out; nil makes them errors of the whole.
  private let onMalformedObject: ((KubernetesObjects.DecodingError) -> Void)?

  /// A stream at its beginning.
  ///
  /// - Parameters:
  ///   - defaultNamespace: where objects are that name no namespace.
  ///   - onMalformedObject: is called for each single object that is malformed, which is then left out. Nil makes it an
  ///     error of the whole.
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
  ///   - bytes: the piece, which may begin and end anywhere.
  ///   - body: is given each object that ends in the piece, as an event: ``WatchEvent/Kind/added`` unless the text is that
  ///     of a watch.
  /// - Throws: ``KubernetesObjects/DecodingError``, whose place is that in the whole text. After an error there is no
  ///   going on.
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
        // A comma is kept where none may stand, so that reading the document fails there.
        switch scanner.place {
        case .inItem:
          item.begin(at: scanner.positionOfLastByte)
          item.append(#"{"items":["#.utf8.span)
          // What lacks its comma is read after another item, so that reading fails there.
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
  /// - Parameter body: is given the objects that end here.
  /// - Throws: ``KubernetesObjects/DecodingError`` where the text ends too early or holds nothing.
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

  /// The most bytes of an object: 128 MiB. The API server takes no request of more than 3 MiB.
  public static let maximumObjectByteCount = 1 << 27

  private var tooLarge: KubernetesObjects.DecodingError {
    let position = scanner.position
    return KubernetesObjects.DecodingError(
      code: .tooLarge, offset: position.offset, line: position.line, column: position.column,
      object: nil, path: "",
      explanation: "an object has more than \(objectLimit) bytes")
  }

  /// Reads the header of the list that has just been opened, if it is a document's list of objects.
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

  /// Takes what stands between documents and is none, until there is enough to say what it is.
  private mutating func appendForeign(
    _ bytes: Span<UInt8>
  ) throws(KubernetesObjects.DecodingError) {
    if !isForeignBegun { document.begin(at: scanner.position) }
    isForeignBegun = true
    document.append(bytes)
    if document.bytes.count >= Self.foreignLimit { try read(document) { _ in } }
  }

  /// How much is needed to tell a table from a web page.
  private static let foreignLimit = 4_096
}

/// A stream is fed from one place, and calls the closure that it was given there.
@available(*, unavailable)
extension ObjectStream: Sendable {}

/// A text that is put together from parts of the stream, and where those stood.
private struct Excerpt {
  private(set) var bytes: [UInt8] = []
  /// Where the parts begin in `bytes`, ascending, and where that was in the stream.
  private var parts: [(start: Int, position: StreamPosition)] = []

  mutating func begin(at position: StreamPosition) {
    bytes.removeAll(keepingCapacity: true)
    parts = [(0, position)]
  }

  /// What is appended next stood at `position`.
  mutating func resume(at position: StreamPosition) {
    parts.append((bytes.count, position))
  }

  mutating func append(_ part: Span<UInt8>) { bytes.append(copying: part) }

  /// `error`, at its place in the stream.
  func locate(
    _ error: KubernetesObjects.DecodingError, itemIndex: Int
  ) -> KubernetesObjects.DecodingError {
    guard let part = parts.last(where: { $0.start <= error.offset }) else { return error }
    let start = TextPosition(of: part.start, in: bytes.span)
    let isSameLine = error.line == start.line
    let first = "items[0]"
    let isItem = error.path.hasPrefix(first) && parts.count > 1
    return KubernetesObjects.DecodingError(
      code: error.code, offset: error.offset - part.start + part.position.offset,
      line: error.line - start.line + part.position.line,
      column: error.column + (isSameLine ? part.position.column - start.column : 0),
      object: error.object,
      path: isItem ? "items[\(itemIndex)]\(error.path.dropFirst(first.count))" : error.path,
      explanation: error.explanation)
  }
}
