/// Reads objects from `kubectl`'s output while it arrives in pieces, so that memory follows the
/// largest object and not the text.
///
/// A scanner that knows only strings and brackets cuts the items out of each document's list;
/// ``ObjectReader`` reads each of them as the only item of that list, and in the end the document
/// without its items, so that what is accepted is what it accepts, with one exception: items without
/// a kind need a list that names theirs before the items.
///
/// ```swift
/// var stream = ObjectStream(defaultNamespace: "default")
/// while let piece = … { try stream.append(piece) { object in … } }
/// try stream.finish { object in … }
/// ```
package struct ObjectStream {
  private let defaultNamespace: String
  private var scanner = ItemScanner()
  /// The text of the document that is being read, without the items that have been handed out.
  private var document = Excerpt()
  /// The document up to its items, and the item that is being read.
  private var item = Excerpt()
  private var itemCount = 0
  private var hasDocument = false

  /// A stream at its beginning. Objects that name no namespace are in `defaultNamespace`.
  package init(defaultNamespace: String) {
    self.defaultNamespace = defaultNamespace
  }

  /// Reads the next piece of the text and hands out the objects that end in it. After an error there
  /// is no going on.
  package mutating func append(
    _ bytes: Span<UInt8>, _ body: (KubernetesObject) -> Void
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
        if scanner.place == .betweenDocuments { try read(document, body) }
      case .betweenItems:
        // A comma is kept where none may stand, so that reading the document fails there.
        switch scanner.place {
        case .inItem:
          item.begin(after: document, at: scanner.positionOfLastByte)
          item.append(part.extracting(part.count - 1..<part.count))
        case .inDocument:
          document.resume(at: scanner.positionOfLastByte)
          if scanner.isCommaPending { document.append(",".utf8.span) }
          document.append(part.extracting(part.count - 1..<part.count))
        case .betweenItems, .betweenDocuments: break
        }
      case .inItem:
        item.append(part)
        if scanner.place != .inItem { try readItem(body) }
      }
      if scanner.isForeign { throw foreign(bytes.extracting(start..<bytes.count)) }
    }
  }

  /// Ends the text.
  package mutating func finish(
    _ body: (KubernetesObject) -> Void
  ) throws(KubernetesObjects.DecodingError) {
    switch scanner.place {
    case .betweenDocuments: if !hasDocument { try read(Excerpt(), body) }
    case .inItem: try read(item, body)
    case .inDocument, .betweenItems: try read(document, body)
    }
  }

  private mutating func readItem(
    _ body: (KubernetesObject) -> Void
  ) throws(KubernetesObjects.DecodingError) {
    item.append("]}".utf8.span)
    try read(item, body)
    itemCount += 1
  }

  /// Reads the objects of an excerpt.
  private func read(
    _ excerpt: Excerpt, _ body: (KubernetesObject) -> Void
  ) throws(KubernetesObjects.DecodingError) {
    do {
      var reader = ObjectReader(excerpt.bytes.span, defaultNamespace: defaultNamespace)
      while let object = try reader.next() { body(object) }
    } catch {
      throw excerpt.locate(error, itemIndex: itemCount)
    }
  }

  /// Why what stands between documents is none.
  private func foreign(_ rest: Span<UInt8>) -> KubernetesObjects.DecodingError {
    var excerpt = Excerpt()
    excerpt.begin(at: scanner.position)
    excerpt.append(rest.extracting(first: 4_096))
    do throws(KubernetesObjects.DecodingError) {
      try read(excerpt) { _ in }
    } catch {
      return error
    }
    // Reading fails at the first byte, which is not the one that begins an object.
    return KubernetesObjects.DecodingError(
      code: .notJSON, offset: scanner.position.offset, line: scanner.position.line,
      column: scanner.position.column, object: nil, path: "",
      explanation: "a JSON object belongs here")
  }
}

/// A text that is put together from parts of the stream, and where those stood.
private struct Excerpt {
  private(set) var bytes: [UInt8] = []
  /// Where the parts begin in `bytes`, ascending, and where that was in the stream.
  private var parts: [(start: Int, position: StreamPosition)] = []

  mutating func begin(at position: StreamPosition) {
    bytes.removeAll(keepingCapacity: true)
    parts = [(0, position)]
  }

  mutating func begin(after other: Excerpt, at position: StreamPosition) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(copying: other.bytes.span)
    parts = other.parts
    resume(at: position)
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
