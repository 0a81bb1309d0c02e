/// A document of a stream, as JSON.
public struct YAMLDocument: ~Escapable, Sendable {
  /// The document's number in the stream, from 1.
  public let number: Int
  /// The line of the input in which the document begins, from 1.
  public let line: Int
  /// Whether the document was JSON in the input and is returned unchanged, with its spelling and duplicate members.
  public let isVerbatim: Bool
  /// The keys that are in their mapping twice: kubectl silently uses the last one. Empty for a document that was JSON.
  public let repeatedKeys: [YAMLPosition]

  /// The text, if it is not part of the input.
  private let written: [UInt8]
  private let isPartOfInput: Bool
  private let verbatim: Span<UInt8>
  private let entries: [PositionMap.Entry]
  /// The characters before a verbatim document in its first line.
  private let firstColumn: Int

  /// A converted document.
  @_lifetime(immortal)
  init(
    number: Int, firstLine: Int, json: [UInt8], entries: [PositionMap.Entry],
    repeatedKeys: [YAMLPosition] = []
  ) {
    self.number = number
    line = firstLine + 1
    isVerbatim = false
    self.repeatedKeys = repeatedKeys
    written = json
    isPartOfInput = false
    verbatim = Span()
    self.entries = entries
    firstColumn = 0
  }

  /// A document that was JSON.
  @_lifetime(copy json)
  init(
    number: Int, firstLine: Int, firstColumn: Int, verbatim json: Span<UInt8>,
    copy: [UInt8]? = nil
  ) {
    self.number = number
    line = firstLine + 1
    isVerbatim = true
    repeatedKeys = []
    written = copy ?? []
    isPartOfInput = copy == nil
    verbatim = json
    entries = []
    self.firstColumn = firstColumn
  }

  /// The JSON text: one value, in UTF-8 without white space around it.
  ///
  /// In a converted document, the members of each object are unique and sorted by the bytes of their names, and the
  /// text is as from Go's `encoding/json`. A verbatim document from a URL may contain bytes that are not UTF-8; Go
  /// reads each as U+FFFD.
  public var json: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      if isPartOfInput { return verbatim }
      return written.span
    }
  }

  /// Whether the document is empty, or `null`: kubectl skips it.
  public var isNull: Bool { json.equals("null", in: 0..<json.count) }

  /// The positions of keys and values of ``json`` in the input. For a verbatim document, it is created here, in O(n).
  public var positions: YAMLPositionMap {
    isVerbatim
      ? YAMLPositionMap(copying: json, line: line - 1, column: firstColumn)
      : YAMLPositionMap(entries, firstLine: line - 1)
  }
}

/// A place in the input as an editor counts: lines and characters of a line, both from 1.
public struct YAMLPosition: Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The column in characters, from 1.
  public let column: Int

  /// A place; nothing is checked.
  ///
  /// - Parameters:
  ///   - line: the line, from 1.
  ///   - column: the column, from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Line and column as compilers print them, such as `4:7`.
  public var description: String { "\(line):\(column)" }
}

/// The positions of the keys and values of a document's JSON text in the input.
public struct YAMLPositionMap: Sendable {
  private enum Source {
    /// The first bytes of keys and values, in order.
    case entries([PositionMap.Entry])
    /// The input itself, and the starts of its lines.
    case text([UInt8], lineStarts: [Int])
  }

  private let source: Source
  /// The place of the document's first byte in the input, from 0; the column applies to its first line.
  private let first: (line: Int, column: Int)

  init(_ entries: [PositionMap.Entry], firstLine: Int) {
    source = .entries(entries)
    first = (firstLine, 0)
  }

  init(copying text: Span<UInt8>, line: Int, column: Int) {
    var lineStarts = [0]
    var offset = 0
    while let lineFeed = text.firstOffset(of: UInt8(ascii: "\n"), in: offset..<text.count) {
      offset = lineFeed + 1
      lineStarts.append(offset)
    }
    source = .text(Array(text), lineStarts: lineStarts)
    first = (line, column)
  }

  /// The place of the key or value that begins at byte `offset` of the JSON text; inside of one, its beginning, except
  /// in a document that was JSON, where every byte has its own place.
  ///
  /// An alias has its own place, and its contents have the place where they are written. O(log n), and in JSON the
  /// length of a line.
  ///
  /// - Parameter offset: a byte of the JSON text, from 0.
  /// - Returns: line and column.
  public func position(ofByte offset: Int) -> YAMLPosition {
    switch source {
    case .entries(let entries):
      let index = entries.partitioningIndex { Int($0.jsonOffset) > offset }
      guard index > 0 else { return YAMLPosition(line: first.line + 1, column: 1) }
      let entry = entries[index - 1]
      return YAMLPosition(line: first.line + Int(entry.line) + 1, column: Int(entry.column) + 1)
    case .text(let text, let lineStarts):
      let offset = min(max(offset, 0), text.count)
      let line = max(lineStarts.partitioningIndex { $0 > offset } - 1, 0)
      let column = text.span.characterCount(in: lineStarts[line]..<offset)
      return YAMLPosition(
        line: first.line + line + 1, column: column + (line == 0 ? first.column : 0) + 1)
    }
  }
}

enum PositionMap {
  /// The beginning of a key or value in the JSON text, and its place in the document, from 0.
  struct Entry {
    let jsonOffset: UInt32
    let line: UInt32
    let column: UInt32
  }
}

extension Array {
  /// The index of the first element that satisfies a condition, which all elements after it also satisfy.
  fileprivate func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
