/// Reads a stream of YAML or JSON documents as kubectl does, and returns them as JSON, one after the other.
///
/// ```swift
/// var reader = YAMLReader(bytes.span)
/// while let document = try reader.next() where … {
///   guard !document.isNull else { continue }
///   decode(document.json)
/// }
/// ```
///
/// The rules are those of apimachinery's decoder, sigs.k8s.io/yaml and goyaml v2; see Docs/YAML.md. Time is linear in
/// the input except for sorting keys, memory is proportional to one document, and nothing recurses.
public struct YAMLReader: ~Escapable, Sendable {
  /// The most bytes of input: 256 MiB.
  public static let maximumByteCount = 1 << 28
  /// The most documents in a stream.
  public static let maximumDocumentCount = 100_000
  /// The deepest nesting of flow collections, of block collections, and of the JSON text: goyaml's and Go's limit.
  public static let maximumDepth = 10_000
  /// The most bytes of the JSON text of a document with aliases, which are copied: 32 MiB.
  public static let maximumExpandedByteCount = 1 << 25

  /// Where the bytes are from, which decides how kubectl reads them. Complete: it has no third way.
  public enum Source: Sendable {
    /// A file or standard input: a byte order mark determines the encoding, and bytes that are not UTF-8 become U+FFFD.
    case file
    /// A URL: bytes that are not UTF-8 are errors, and so is almost all UTF-16.
    case url
  }

  private enum Mode {
    case undecided, json, yaml, ended
  }

  private let input: Span<UInt8>
  /// The input in UTF-8, if it was UTF-16.
  private let decoded: [UInt8]
  private let isDecoded: Bool
  private let illFormed: DocumentText.IllFormed
  private var mode = Mode.undecided
  /// The next byte, and its line from 0; in JSON also its column.
  private var offset = 0
  private var line = 0
  private var column = 0
  private var documentCount = 0
  private var text = DocumentText()
  /// Whether the last YAML document was rejected and its end is known.
  private var isBehindRefused = false

  /// Creates a reader of `input`.
  ///
  /// - Parameters:
  ///   - input: the stream of documents.
  ///   - source: where the stream came from, which decides how ill-formed UTF-8 is read.
  @_lifetime(copy input)
  public init(_ input: Span<UInt8>, from source: Source = .file) {
    self.input = input
    illFormed = source == .file ? .replaced : .refused
    let isReadable = source == .file && input.count <= Self.maximumByteCount
    let decoded = isReadable ? input.utf16Decoded : nil
    self.decoded = decoded ?? []
    isDecoded = decoded != nil
    if source == .file, input.count >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF {
      offset = 3
    }
  }

  /// The next document; nil at the end.
  ///
  /// After an error there are no more documents: kubectl stops there.
  ///
  /// - Throws: ``YAMLError`` for a document that kubectl rejects.
  @_lifetime(copy self)
  public mutating func next() throws(YAMLError) -> YAMLDocument? {
    if mode == .undecided { try begin() }
    let document =
      switch mode {
      case .json: try nextJSON()
      case .yaml: try nextYAML()
      case .undecided, .ended: nil as YAMLDocument?
      }
    guard let document else {
      mode = .ended
      return nil
    }
    guard documentCount < Self.maximumDocumentCount else {
      throw error(Failure(.tooManyDocuments, line: document.line - 1, column: 0))
    }
    documentCount += 1
    return document
  }

  /// Skips the document that ``next()`` just rejected, so that all mistakes of a stream can be reported at once.
  /// kubectl does not. The document counts.
  ///
  /// - Returns: false if the beginning of the next document is not known: in JSON, and after a line such as `--- a`.
  package mutating func skipRefusedDocument() -> Bool {
    guard isBehindRefused, documentCount < Self.maximumDocumentCount else { return false }
    isBehindRefused = false
    documentCount += 1
    mode = .yaml
    return true
  }

  private var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      if isDecoded { return decoded.span }
      return input
    }
  }

  /// Detects the format: JSON if, within the first 4,096 bytes, the first byte that is not white space is `{`.
  private mutating func begin() throws(YAMLError) {
    guard input.count <= Self.maximumByteCount else {
      throw error(Failure(.tooLarge, line: 0, column: 0))
    }
    let end = min(offset + 4_096, bytes.count)
    let first = bytes.endOfWhiteSpace(from: offset, before: end)
    mode = first < end && bytes[first] == UInt8(ascii: "{") ? .json : .yaml
  }
}

// MARK: - Documents

extension YAMLReader {
  /// The next document of a YAML stream.
  @_lifetime(copy self)
  private mutating func nextYAML() throws(YAMLError) -> YAMLDocument? {
    var firstLine = 0
    do {
      guard let first = try nextText() else { return nil }
      firstLine = first
      isBehindRefused = true
      let document = try converted(firstLine: first)
      isBehindRefused = false
      return document
    } catch {
      throw self.error(error, firstLine: firstLine)
    }
  }

  /// Reads the next document's text, and returns its first line.
  private mutating func nextText() throws(Failure) -> Int? {
    var text = DocumentText()
    swap(&text, &self.text)
    var splitter = DocumentSplitter(bytes, at: offset, line: line)
    let firstLine = try splitter.next(into: &text, illFormed: illFormed)
    let (offset, line) = (splitter.offset, splitter.line)
    (self.offset, self.line) = (offset, line)
    swap(&text, &self.text)
    return firstLine
  }

  @_lifetime(immortal)
  private func converted(firstLine: Int) throws(Failure) -> YAMLDocument {
    var composer = Composer(text.bytes.span, ending: text.ending)
    guard let composition = try composer.compose() else {
      return YAMLDocument(
        number: documentCount + 1, firstLine: firstLine, json: Array("null".utf8), entries: [])
    }
    if composition.needsCheck { try composition.check() }
    var emitter = Emitter(composition)
    let (json, entries) = try emitter.emit()
    return YAMLDocument(
      number: documentCount + 1, firstLine: firstLine, json: json, entries: entries,
      repeatedKeys: emitter.repeatedKeyPositions(after: firstLine))
  }

  /// The next value of a JSON stream.
  ///
  /// If it is not JSON and at most one value was read, the rest of the stream may be YAML. If it is not YAML either,
  /// the error is that of JSON.
  @_lifetime(copy self)
  private mutating func nextJSON() throws(YAMLError) -> YAMLDocument? {
    let end = offset
    var syntax = JSONSyntax(bytes, at: offset)
    guard !syntax.isAtEnd() else { return nil }
    let start = syntax.offset
    var problem: Problem?
    do {
      try syntax.skipValue()
    } catch {
      problem = error
    }
    let stop = syntax.offset
    guard let problem else {
      move(to: start)
      let (firstLine, firstColumn) = (line, column)
      let copy = copyOfJSON(start..<stop)
      move(to: stop)
      return YAMLDocument(
        number: documentCount + 1, firstLine: firstLine, firstColumn: firstColumn,
        verbatim: copy == nil ? input.extracting(start..<stop) : Span(), copy: copy)
    }
    if documentCount <= 1, let yamlStart = bytes.startOfYAML(after: end) {
      let (line, column) = (line, column)
      move(to: yamlStart)
      do {
        guard let firstLine = try nextText() else { return nil }
        let document = try converted(firstLine: firstLine)
        mode = .yaml
        return document
      } catch {
        (offset, self.line, self.column) = (end, line, column)
      }
    }
    move(to: stop)
    let failure = Failure(problem, line: line, column: column)
    throw error(
      failure,
      jsonOffset: documentCount <= 1 && problem != .jsonUnexpectedEnd ? stop + 1 : nil)
  }

  /// The JSON text, if it is not returned as part of the input.
  private func copyOfJSON(_ range: Range<Int>) -> [UInt8]? {
    let json = bytes.extracting(range)
    if illFormed == .replaced, !json.isUTF8 {
      return Array(String(copying: json).utf8)
    }
    return isDecoded ? [UInt8](json) : nil
  }

  /// Moves forward to `target`, and counts lines and characters.
  private mutating func move(to target: Int) {
    while let lineFeed = bytes.firstOffset(of: UInt8(ascii: "\n"), in: offset..<target) {
      offset = lineFeed + 1
      line += 1
      column = 0
    }
    column += bytes.characterCount(in: offset..<target)
    offset = target
  }

  /// Stops reading at a failure.
  private mutating func error(
    _ failure: Failure, firstLine: Int = 0, jsonOffset: Int? = nil
  ) -> YAMLError {
    mode = .ended
    return YAMLError(
      failure, document: documentCount + 1, firstLine: firstLine, jsonOffset: jsonOffset)
  }
}
