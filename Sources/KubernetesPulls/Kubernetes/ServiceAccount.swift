import ImagePullCredentials

/// A ServiceAccount: the identity a Pod runs as, and a list of Secrets that its Pods get at admission. A copy costs one
/// reference.
public struct ServiceAccount: Sendable, Hashable {
  private var storage: SharedStorage<Parts>

  private struct Parts: Sendable, Hashable {
    var metadata: ObjectMetadata
    var imagePullSecrets: [PullSecretReference]
    var misplacedPullSecrets: [String] = []
    var itemsWithNamespace: [Int] = []
  }

  /// Namespace, name, times and annotations.
  public var metadata: ObjectMetadata {
    _read { yield storage.value.metadata }
    _modify {
      SharedStorage.makeUnique(&storage)
      yield &storage.value.metadata
    }
  }
  /// The list `imagePullSecrets`, as written.
  ///
  /// The list `secrets`, which older clusters fill with tokens, is not related to pulls.
  public var imagePullSecrets: [PullSecretReference] {
    _read { yield storage.value.imagePullSecrets }
    _modify {
      SharedStorage.makeUnique(&storage)
      yield &storage.value.imagePullSecrets
    }
  }
  /// The paths of pull secrets that the API server drops: fields with similar names, such as `imagePullSecret`, and
  /// `spec.imagePullSecrets`, which other kinds have.
  public var misplacedPullSecrets: [String] {
    _read { yield storage.value.misplacedPullSecrets }
    _modify {
      SharedStorage.makeUnique(&storage)
      yield &storage.value.misplacedPullSecrets
    }
  }
  /// The indices of the items of ``imagePullSecrets`` that have a `namespace`, which the API server drops.
  package var itemsWithNamespace: [Int] { storage.value.itemsWithNamespace }

  /// The ServiceAccount of a Pod that names none.
  ///
  /// Source: `DefaultServiceAccountName`, plugin/pkg/admission/serviceaccount/admission.go.
  public static let defaultName = "default"

  /// A ServiceAccount.
  ///
  /// - Parameters:
  ///   - namespace: its namespace.
  ///   - name: its name.
  ///   - imagePullSecrets: the Secrets that it names, in this order.
  public init(namespace: String, name: String, imagePullSecrets: [String] = []) {
    storage = SharedStorage(
      Parts(
        metadata: ObjectMetadata(namespace: namespace, name: name),
        imagePullSecrets: imagePullSecrets.map { PullSecretReference(name: $0) }))
  }

  /// The ServiceAccount's namespace.
  public var namespace: String { metadata.namespace }
  /// The ServiceAccount's name.
  public var name: String { metadata.name }

  /// Whether the API server rejects Pods with a pull secret that this ServiceAccount does not list.
  ///
  /// Set by the annotation `kubernetes.io/enforce-mountable-secrets`, which is read as by Go's `strconv.ParseBool`.
  /// Source: `enforceMountableSecrets`, plugin/pkg/admission/serviceaccount/admission.go.
  public var enforcesMountableSecrets: Bool {
    guard let value = metadata.annotations[AnnotationKey.enforceMountableSecrets] else {
      return false
    }
    return ["1", "t", "T", "TRUE", "true", "True"].contains(value)
  }
}

extension ServiceAccount {
  init(_ reader: inout ManifestReader, defaultNamespace: String) throws(ManifestFailure) {
    self.init(namespace: defaultNamespace, name: "")
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "metadata") {
        metadata = try ObjectMetadata(
          &reader, defaultNamespace: defaultNamespace, keepsAllAnnotations: true)
      } else if reader.names(name, "imagePullSecrets") {
        var itemsWithNamespace: [Int] = []
        imagePullSecrets = try PullSecretReference.list(&reader, withNamespace: &itemsWithNamespace)
        if !itemsWithNamespace.isEmpty {
          SharedStorage.makeUnique(&storage)
          storage.value.itemsWithNamespace = itemsWithNamespace
        }
      } else if reader.names(name, "spec") {
        try readSpec(&reader)
      } else {
        if reader.misspellsPullSecrets(name) { misplacedPullSecrets.append(reader.text(name)) }
        try reader.skip()
      }
    }
  }

  /// A ServiceAccount has no spec: its content has no effect.
  private mutating func readSpec(_ reader: inout ManifestReader) throws(ManifestFailure) {
    guard try reader.kind() == .object else { return try reader.skip() }
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.meansPullSecrets(name) {
        misplacedPullSecrets.append("spec.\(reader.text(name))")
      }
      try reader.skip()
    }
  }
}

// MARK: - Changing the list

extension ServiceAccount {
  /// The patch that adds pull secrets to this ServiceAccount without dropping others, for
  /// `kubectl patch serviceaccount NAME --type=json`.
  ///
  /// A merge patch with only the new name would drop all others: the list is atomic for the API server. A merge patch
  /// with all names would drop items that were added since the ServiceAccount was read. A JSON patch (RFC 6902)
  /// appends; if there is no list yet, it adds one, but only if there is still none when the patch is applied.
  ///
  /// - Parameter names: the Secrets' names, in order. Already listed and repeated names are left out.
  /// - Returns: a JSON patch in one line, in UTF-8, without a line break; `[]` if there is nothing to add.
  /// - Throws: ``ObjectNameError`` for an invalid name.
  public func patch(addingPullSecrets names: [String]) throws(ObjectNameError) -> [UInt8] {
    let added = try missing(from: names)
    var json = JSONWriter()
    json.beginArray()
    if imagePullSecrets.isEmpty, !added.isEmpty {
      json.operation("test", path: "/imagePullSecrets") { $0.null() }
      json.operation("add", path: "/imagePullSecrets") { $0.write(pullSecrets: added) }
    } else {
      for name in added {
        json.operation("add", path: "/imagePullSecrets/-") { $0.write(pullSecret: name) }
      }
    }
    json.endArray()
    return json.bytes
  }

  /// The patch that removes pull secrets from the list of this ServiceAccount and keeps all others, for
  /// `kubectl patch serviceaccount NAME --type=json`.
  ///
  /// A JSON patch (RFC 6902) removes by index. Each index is tested for the name first, so if the list changed since
  /// the ServiceAccount was read, the patch fails and removes nothing else.
  ///
  /// - Parameter names: the Secrets' names, in any order. All their occurrences are removed.
  /// - Returns: a JSON patch in one line, in UTF-8, without a line break; `[]` if there is nothing to remove.
  public func patch(removingPullSecrets names: [String]) -> [UInt8] {
    let removed = Set(names.map(ExactText.init))
    var json = JSONWriter()
    json.beginArray()
    // From the end, so that earlier indices do not change.
    for (place, item) in imagePullSecrets.enumerated().reversed() {
      guard let name = item.name, removed.contains(ExactText(name)) else { continue }
      let path = "/imagePullSecrets/\(place)"
      json.operation("test", path: path) { $0.write(pullSecret: name) }
      json.operation("remove", path: path)
    }
    json.endArray()
    return json.bytes
  }

  /// This ServiceAccount without these pull secrets in its list.
  ///
  /// - Parameter names: the Secrets' names, in any order.
  /// - Returns: the ServiceAccount after ``patch(removingPullSecrets:)``.
  public func removing(pullSecrets names: [String]) -> ServiceAccount {
    let removed = Set(names.map(ExactText.init))
    var account = self
    account.imagePullSecrets.removeAll { $0.name.map { removed.contains(ExactText($0)) } ?? false }
    return account
  }

  /// This ServiceAccount with pull secrets added at the end of its list, except those already in it.
  ///
  /// - Parameter names: the Secrets' names, in order.
  /// - Returns: the ServiceAccount after ``patch(addingPullSecrets:)``.
  /// - Throws: ``ObjectNameError`` for an invalid name.
  public func adding(pullSecrets names: [String]) throws(ObjectNameError) -> ServiceAccount {
    var account = self
    account.imagePullSecrets += try missing(from: names).map { .named($0) }
    return account
  }

  /// A manifest of the ServiceAccount as from `kubectl create serviceaccount … --dry-run=client -o json`, with its pull
  /// secrets and the line break at the end. Items of the list without a name are left out.
  ///
  /// It is for creating a ServiceAccount: it has no annotations or other metadata.
  ///
  /// - Returns: JSON text in UTF-8.
  /// - Throws: ``ObjectNameError`` if the API server does not accept its name, or that of its namespace.
  public func encodeJSON() throws(ObjectNameError) -> [UInt8] {
    try ObjectNameRule.serviceAccount.check(name)
    try ObjectNameRule.namespace.check(namespace)
    var json = JSONWriter(.indented(4))
    json.beginObject()
    json.writeHeader(kind: "ServiceAccount", name: name, namespace: namespace)
    let names = imagePullSecrets.compactMap(\.name)
    if !names.isEmpty {
      json.name("imagePullSecrets")
      json.write(pullSecrets: names)
    }
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }

  /// The `names` that are not in the list, each once.
  private func missing(from names: [String]) throws(ObjectNameError) -> [String] {
    // Only valid names: equal ones have the same bytes. A single name needs no table, and diagnosis calls this for each
    // Pod.
    for name in names { try ObjectNameRule.secret.check(name) }
    guard names.count > 1 else {
      return names.filter { name in
        !imagePullSecrets.contains { $0.name?.hasSameBytes(as: name) == true }
      }
    }
    var known = Set(imagePullSecrets.lazy.compactMap(\.name).map(ExactText.init))
    return names.filter { known.insert(ExactText($0)).inserted }
  }
}

extension JSONWriter {
  /// Writes one operation of a JSON patch.
  fileprivate mutating func operation(
    _ operation: String, path: String, value: ((inout JSONWriter) -> Void)? = nil
  ) {
    beginObject()
    member("op", operation)
    member("path", path)
    if let value {
      name("value")
      value(&self)
    }
    endObject()
  }

  fileprivate mutating func write(pullSecrets names: [String]) {
    beginArray()
    for name in names { write(pullSecret: name) }
    endArray()
  }

  fileprivate mutating func write(pullSecret name: String) {
    beginObject()
    member("name", name)
    endObject()
  }
}

// MARK: - Pull secrets

/// One item of a list `imagePullSecrets`, as written. Complete: the cases cover all JSON values.
public enum PullSecretReference: Sendable, Hashable {
  /// `- name: regcred`: the Secret of that name in the Pod's namespace.
  case named(String)
  /// An item without a name, or with an empty one. It counts as an item of its list, so it prevents copying a
  /// ServiceAccount's list; the kubelet skips it silently.
  case unnamed
  /// A plain string, `- regcred`, instead of an object. The API server rejects such a manifest.
  case bareString(String)
  /// Neither an object with a `name` nor a string. The API server rejects such a manifest.
  case malformed
  /// Another value instead of the list, such as `imagePullSecrets: {name: regcred}` without a dash. The API server
  /// rejects such a manifest.
  ///
  /// - Parameter name: the object's name, or the string; nil if there is neither.
  case notAList(name: String?)

  /// The Secret's name, if the item is well-formed.
  public var name: String? {
    if case .named(let name) = self { name } else { nil }
  }

  /// The item for `name`; an empty one is ``unnamed``.
  init(name: String?) {
    self = name.flatMap { $0.isEmpty ? nil : .named($0) } ?? .unnamed
  }
}

extension PullSecretReference {
  /// Reads the next list `imagePullSecrets`. Malformed items are kept as such. `itemsWithNamespace` is set to the
  /// indices of the items that have a `namespace`: an item is a `LocalObjectReference`, which has none.
  static func list(
    _ reader: inout ManifestReader, withNamespace itemsWithNamespace: inout [Int]
  ) throws(ManifestFailure) -> [PullSecretReference] {
    switch try reader.kind() {
    case .array, .null: break
    default: return [try notAList(&reader)]
    }
    itemsWithNamespace = []
    var references: [PullSecretReference] = []
    guard var elements = try reader.beginArray() else { return references }
    while try reader.nextElement(&elements) {
      var hasNamespace = false
      references.append(try PullSecretReference(&reader, hasNamespace: &hasNamespace))
      if hasNamespace { itemsWithNamespace.append(references.count - 1) }
    }
    return references
  }

  private init(
    _ reader: inout ManifestReader, hasNamespace: inout Bool
  ) throws(ManifestFailure) {
    switch try reader.kind() {
    case .object: self = try Self.object(&reader, hasNamespace: &hasNamespace)
    case .string: self = .bareString(try reader.string() ?? "")
    case .null:
      try reader.skip()
      self = .unnamed
    default:
      try reader.skip()
      self = .malformed
    }
  }

  private static func notAList(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> PullSecretReference {
    var hasNamespace = false
    switch try PullSecretReference(&reader, hasNamespace: &hasNamespace) {
    case .named(let name), .bareString(let name): return .notAList(name: name)
    case .unnamed, .malformed, .notAList: return .notAList(name: nil)
    }
  }

  private static func object(
    _ reader: inout ManifestReader, hasNamespace: inout Bool
  ) throws(ManifestFailure) -> PullSecretReference {
    var reference = PullSecretReference.unnamed
    guard var members = try reader.beginObject() else { return reference }
    while let name = try reader.nextName(&members) {
      guard reader.names(name, "name") else {
        if reader.names(name, "namespace") { hasNamespace = true }
        try reader.skip()
        continue
      }
      switch try reader.kind() {
      case .string, .null: reference = PullSecretReference(name: try reader.string())
      default:
        try reader.skip()
        reference = .malformed
      }
    }
    return reference
  }
}
