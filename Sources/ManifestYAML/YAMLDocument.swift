/// A document of a stream, as JSON.
public struct YAMLDocument: ~Escapable, Sendable {
  /// The document's number in the stream, from 1.
  public let number: Int
  /// The line of the input in which the document begins, from 1.
  public let line: Int
  /// Whether the document was JSON in the input and is handed out as it is there, with its spelling and duplicate members.
  public let isVerbatim: Bool

  /// The text, if it is not a part of the input.
  private let written: [UInt8]
  private let isPartOfInput: Bool
  private let verbatim: Span<UInt8>
  private let entries: [PositionMap.Entry]
  /// The characters before a verbatim document in its first line.
  private let firstColumn: Int

  /// A document that has been converted.
  @_lifetime(immortal)
  init(number: Int, firstLine: Int, json: [UInt8], entries: [PositionMap.Entry]) {
    self.number = number
    line = firstLine + 1
    isVerbatim = false
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
    written = copy ?? []
    isPartOfInput = copy == nil
    verbatim = json
    entries = []
    self.firstColumn = firstColumn
  }

  /// The JSON text: one value, in UTF-8 without white space around it.
  ///
  /// A converted document has each object's members sorted by the bytes of their names, none twice, and is written as Go's
  /// `encoding/json` writes. A verbatim one from a URL may contain
  /// bytes that are not UTF-8, each of which Go takes for U+FFFD.
  public var json: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      if isPartOfInput { return verbatim }
      return written.span
    }
  }

  /// Whether the document is empty, or `null`: kubectl passes over it.
  public var isNull: Bool { json.equals("null", in: 0..<json.count) }

  /// Where keys and values of ``json`` stand in the input. Of a verbatim document it is made here, O(n).
  public var positions: YAMLPositionMap {
    isVerbatim
      ? YAMLPositionMap(copying: json, line: line - 1, column: firstColumn)
      : YAMLPositionMap(entries, firstLine: line - 1)
  }
}
