import ImagePullCredentials

/// Reads the objects in the output of `kubectl get -o json` one by one: one object, a list, or several
/// documents in a row, with nested lists up to ``KubernetesObjects/maximumListDepth``.
///
/// Objects of other kinds are skipped. The reader keeps nothing of a returned object, so a caller that drops it
/// needs no more memory for ten thousand Pods than for one.
///
/// ```swift
/// var reader = ObjectReader(bytes, defaultNamespace: "default")
/// while let object = try reader.next() { … }
/// ```
package struct ObjectReader: ~Escapable {
  private var reader: ManifestReader
  private let defaultNamespace: String
  /// The initial header of a list that is a document.
  private let listHeader: ObjectHeader
  private var lists: [OpenList] = []
  private var hasDocument = false
  /// The starts of the current document and object, and the number of open brackets there.
  private var documentStart = 0
  private var objectStart: (offset: Int, depth: Int)?
  /// Whether the last error was in a single object, after which ``next()`` continues.
  package private(set) var canGoOn = false
  /// The place up to which lines are counted, so that many errors do not take quadratic time.
  private var counted: (offset: Int, position: TextPosition)

  /// Where the last returned object begins.
  package var objectOffset: Int { objectStart?.offset ?? documentStart }

  /// An open list.
  private struct OpenList {
    var header: ObjectHeader
    var members: JSONReader.Members
    var elements: JSONReader.Members
    /// The current item.
    var index = -1
    /// The header may still come after the items.
    var isHeaderComplete = false
  }

  /// A reader at the beginning of `bytes`. Objects that name no namespace are in
  /// `defaultNamespace`.
  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>, defaultNamespace: String) {
    self.init(bytes, defaultNamespace: defaultNamespace, listHeader: ObjectHeader())
  }

  /// A reader of a list whose header is elsewhere.
  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, defaultNamespace: String, listHeader: ObjectHeader) {
    reader = ManifestReader(bytes)
    counted = (0, TextPosition(of: 0, in: bytes))
    self.defaultNamespace = defaultNamespace
    self.listHeader = listHeader
  }

  /// The header of the list whose items begin where `head` ends; nil if the document is not a list, or already
  /// had its items.
  static func listHeader(in head: Span<UInt8>) throws(KubernetesObjects.DecodingError)
    -> ObjectHeader?
  {
    var reader = ObjectReader(head, defaultNamespace: "")
    do {
      guard try reader.moveToObject() else { return nil }
      guard try ObjectHeader(readingAhead: reader.reader).isList else { return nil }
      try reader.openList()
    } catch {
      throw reader.describe(error)
    }
    return reader.reader.offset == head.count ? reader.lists.last?.header : nil
  }

  /// The next object, or its change in a watch; nil after the last one. After an error in a single object
  /// (``canGoOn``), it returns the one after it; after other errors, it must not be called.
  ///
  /// An object of a list is ``WatchEvent/Kind/added``, and so is the object of an AdmissionReview.
  package mutating func next() throws(KubernetesObjects.DecodingError) -> WatchEvent? {
    do {
      while try moveToObject() {
        if let event = try readObject() { return event }
      }
      return nil
    } catch {
      canGoOn = stepOverObject(of: error)
      throw describe(error)
    }
  }

  /// Skips the object that cannot be decoded; false unless `failure` is in it, it is JSON, and it is an item of
  /// a list: a document that is not a Kubernetes object is an error of the whole text.
  private mutating func stepOverObject(of failure: ManifestFailure) -> Bool {
    guard let objectStart else { return false }
    if lists.isEmpty, [.missingKind, .failureStatus, .unknownEnvelope].contains(failure.code) {
      return false
    }
    let stop = (offset: reader.offset, depth: reader.depth)
    reader.goBack(to: objectStart.offset, depth: objectStart.depth)
    do {
      try reader.skip()
      if failure.offset < reader.offset { return true }
    } catch {
      // The current error.
    }
    reader.goBack(to: stop.offset, depth: stop.depth)
    return false
  }

  /// Reads a text with one object by `read`, which gets the object's header.
  static func only<Value>(
    _ bytes: Span<UInt8>,
    _ read: (inout ManifestReader, ObjectHeader) throws(ManifestFailure) -> Value
  ) throws(KubernetesObjects.DecodingError) -> Value {
    var reader = ObjectReader(bytes, defaultNamespace: "default")
    do throws(ManifestFailure) {
      guard try reader.moveToObject() else { throw reader.empty }
      let header = try ObjectHeader(readingAhead: reader.reader)
      let value = try read(&reader.reader, header)
      guard reader.reader.isAtEnd() else {
        throw ManifestFailure(
          code: .invalidJSON, offset: reader.reader.offset,
          explanation: "something follows the end of the object")
      }
      return value
    } catch {
      throw reader.describe(error)
    }
  }

  /// Moves to the next object in the innermost list, or to the next document; false at the end.
  private mutating func moveToObject() throws(ManifestFailure) -> Bool {
    objectStart = nil
    while var list = lists.popLast() {
      if try reader.nextElement(&list.elements) {
        list.index += 1
        lists.append(list)
        let kind = try reader.kind()
        objectStart = (reader.offset, reader.depth)
        guard kind == .object else { throw reader.mismatch("a Kubernetes object") }
        return true
      }
      while try reader.nextName(&list.members) != nil { try reader.skip() }
    }
    guard reader.bytes.count <= KubernetesObjects.maximumByteCount else { throw tooLarge }
    guard !reader.isAtEnd() else {
      guard hasDocument else { throw empty }
      return false
    }
    hasDocument = true
    documentStart = reader.offset
    guard reader.bytes[reader.offset] == UInt8(ascii: "{") else {
      throw ForeignText.failure(at: reader.offset, in: reader.bytes)
    }
    objectStart = (reader.offset, reader.depth)
    return true
  }

  /// Reads the next object, or enters it if it is a list; nil unless its kind is related to pulls.
  private mutating func readObject() throws(ManifestFailure) -> WatchEvent? {
    let header = try ObjectHeader(readingAhead: reader)
    guard !header.isList else {
      try openList()
      return nil
    }
    let isDocument = lists.isEmpty
    if isDocument, header.kind == nil, header.hasObject {
      let event = try WatchEvent(header, &reader, defaultNamespace: defaultNamespace)
      if event.failure != nil { throw failureStatus }
      return event.object == nil ? nil : event
    }
    if AdmissionReview.isNext(header) {
      let review = try AdmissionReview(header, &reader, defaultNamespace: defaultNamespace)
      return review.object.map { WatchEvent(type: .added, object: $0) }
    }
    if header.kind == nil { try completeListHeader() }
    guard let kindName = header.kind ?? lists.last?.header.itemKind else { throw missingKind }
    guard !isDocument || kindName != "Status" else { throw failureStatus }
    let apiVersion = header.apiVersion ?? lists.last?.header.apiVersion
    guard let kind = KubernetesObject.Kind(kindName, apiVersion: apiVersion) else {
      if kindName == "Table", apiVersion.isEmptyOrInGroup(of: ["meta.k8s.io"]) {
        throw header.unknownEnvelope(
          "a list, not the table that the API server makes of it,", at: reader.offset)
      }
      try reader.skip()
      return nil
    }
    let object = try KubernetesObject(kind, &reader, defaultNamespace: defaultNamespace)
    return WatchEvent(type: .added, object: object)
  }

  /// Opens the next list and stops before its first item.
  private mutating func openList() throws(ManifestFailure) {
    guard lists.count < KubernetesObjects.maximumListDepth else {
      throw ManifestFailure(
        code: .listsTooDeep, offset: reader.offset,
        explanation: "lists may be nested \(KubernetesObjects.maximumListDepth) deep")
    }
    var header = lists.isEmpty ? listHeader : ObjectHeader()
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      guard try ObjectHeader.isItems(name, &reader) else {
        try header.read(name, &reader)
        continue
      }
      guard let elements = try reader.beginArray() else { return }
      lists.append(OpenList(header: header, members: members, elements: elements))
      return
    }
  }

  /// Reads ahead, once per list, for the kind of a list that comes after its items. Only items without a kind
  /// need it: in the API server's own lists, with sorted members.
  private mutating func completeListHeader() throws(ManifestFailure) {
    guard var list = lists.popLast() else { return }
    defer { lists.append(list) }
    guard list.header.kind == nil, !list.isHeaderComplete else { return }
    list.isHeaderComplete = true
    var ahead = reader
    var (members, elements) = (list.members, list.elements)
    repeat { try ahead.skip() } while try ahead.nextElement(&elements)
    while let name = try ahead.nextName(&members) { try list.header.read(name, &ahead) }
  }
}

// MARK: - Errors

extension ObjectReader {
  private var empty: ManifestFailure {
    ManifestFailure(
      code: .empty, offset: reader.offset,
      explanation: "the input is empty; pass the output of kubectl get -o json")
  }

  /// This is detected before anything is read.
  private var tooLarge: ManifestFailure {
    ManifestFailure(
      code: .tooLarge, offset: reader.offset,
      explanation: "the text is longer than \(KubernetesObjects.maximumByteCount) bytes; "
        + "pass the objects of one namespace at a time")
  }

  private var missingKind: ManifestFailure {
    ManifestFailure(
      code: .missingKind, offset: reader.offset,
      explanation: "a Kubernetes object has a kind, this one has none; "
        + "pass what kubectl get -o json prints")
  }

  private var failureStatus: ManifestFailure {
    ManifestFailure(
      code: .failureStatus, offset: reader.offset,
      explanation: "this is the API server's answer to a request that failed, not an object")
  }

  /// The public form of `failure`, with line, column, object and path.
  private mutating func describe(_ failure: ManifestFailure) -> KubernetesObjects.DecodingError {
    let start = canGoOn ? objectStart?.offset ?? documentStart : documentStart
    let position = position(of: failure.offset, countingUpTo: start)
    var path = ManifestPath.text(of: failure.offset, in: reader.bytes, from: start)
    if canGoOn {
      let items = lists.map { "items[\($0.index)]" }.joined(separator: ".")
      path = items + (items.isEmpty || path.isEmpty || path.hasPrefix("[") ? "" : ".") + path
    }
    return KubernetesObjects.DecodingError(
      failure.code, at: failure.offset, line: position.line, column: position.column,
      object: object(), path: path, explanation: failure.explanation)
  }

  /// The position of `offset`. Stores that of `start`, which only grows.
  private mutating func position(of offset: Int, countingUpTo start: Int) -> TextPosition {
    counted.position.advance(from: counted.offset, to: start, in: reader.bytes)
    counted.offset = start
    var position = counted.position
    position.advance(from: start, to: offset, in: reader.bytes)
    return position
  }

  /// Kind, namespace and name of the current object, as far as its text is readable.
  private func object() -> ObjectReference? {
    guard let objectStart else { return nil }
    var ahead = ManifestReader(reader.bytes, at: objectStart.offset)
    var header = ObjectHeader()
    var metadata: ObjectMetadata?
    do {
      guard var members = try ahead.beginObject() else { return nil }
      while let name = try ahead.nextName(&members) {
        if ahead.names(name, "metadata") {
          metadata = try ObjectMetadata(&ahead, defaultNamespace: defaultNamespace)
        } else {
          try header.read(name, &ahead)
        }
      }
    } catch {
      // The described error: use what was read before it.
    }
    guard let kind = header.kind ?? lists.last?.header.itemKind, let metadata else { return nil }
    return ObjectReference(
      apiVersion: header.apiVersion ?? lists.last?.header.apiVersion ?? "", kind: kind,
      namespace: metadata.namespace, name: metadata.name)
  }
}

// MARK: - Headers

/// An object's kind, read ahead of the object itself.
///
/// `kubectl` sorts members by name, so `kind` comes after `data` and `items`. Reading ahead is still cheap: it
/// stops at the kind or at the items, and copies nothing else.
struct ObjectHeader {
  private(set) var kind: String?
  private(set) var apiVersion: String?
  /// Whether there is an array `items`, which makes an object of any kind a list.
  ///
  /// Source: `detectList`, k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/helpers.go.
  private(set) var isList = false
  /// The member `type` of a possible watch event, which has no kind.
  private(set) var eventType: String?
  /// Whether there is a member `object`, as in a watch event.
  private(set) var hasObject = false

  init() {}

  /// Reads the header of the next object in `reader`, which does not move.
  init(readingAhead reader: ManifestReader) throws(ManifestFailure) {
    var ahead = reader
    guard var members = try ahead.beginObject() else { return }
    while !isComplete, let name = try ahead.nextName(&members) {
      if try Self.isItems(name, &ahead) {
        isList = true
        return
      }
      try read(name, &ahead)
    }
  }

  /// Whether `name`, whose value is next, is the array `items`.
  static func isItems(
    _ name: JSONString, _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> Bool {
    guard reader.names(name, "items") else { return false }
    return try reader.kind() == .array
  }

  /// Reads the value of `name`, which is next, if it belongs to the header; otherwise skips it.
  mutating func read(
    _ name: JSONString, _ reader: inout ManifestReader
  ) throws(ManifestFailure) {
    if reader.names(name, "kind") {
      kind = try reader.string()
    } else if reader.names(name, "apiVersion") {
      apiVersion = try reader.string()
    } else if kind == nil, reader.names(name, "type"), try reader.kind() == .string {
      eventType = try reader.string()
    } else {
      if reader.names(name, "object") { hasObject = true }
      try reader.skip()
    }
  }

  /// The kind of a list's items if they name none themselves: `Secret` in a `SecretList`.
  var itemKind: String? {
    guard let kind, kind.hasSuffix("List"), kind != "List" else { return nil }
    return String(kind.dropLast("List".count))
  }

  /// Whether the rest of the object cannot matter. An object whose kind is a list must still show its items.
  private var isComplete: Bool {
    guard let kind, apiVersion != nil else { return false }
    return !kind.hasSuffix("List")
  }

  /// The error that an object with this header at `offset` is not a known envelope.
  func unknownEnvelope(_ expected: String, at offset: Int) -> ManifestFailure {
    ManifestFailure(
      code: .unknownEnvelope, offset: offset, explanation: "expected \(expected)")
  }
}
