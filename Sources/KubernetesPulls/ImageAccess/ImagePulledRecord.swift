public import ImagePullCredentials

/// A kubelet's record of an image that it pulled: a file in `image_manager/pulled`.
public struct ImagePulledRecord: Sendable {
  /// When it was last written; nil if the record does not say.
  public var lastUpdatedTime: Timestamp?
  /// The container runtime's name of the image, often the ID of its content, `sha256:…`.
  public var imageRef: String
  /// Who may use the image, for each name under which it was pulled; in the byte order of the
  /// names, which are unique.
  public private(set) var credentialMapping: [NamedCredentials]

  /// Who may use an image under a name.
  public struct NamedCredentials: Sendable {
    /// The image without tag and digest; see ``KubeletRelease/recordedName(of:)``.
    public var name: String
    /// Who may use it.
    public var credentials: Credentials

    /// The credentials recorded for a name.
    ///
    /// - Parameters:
    ///   - name: the image without tag and digest.
    ///   - credentials: who may use it.
    public init(name: String, _ credentials: Credentials) {
      self.name = name
      self.credentials = credentials
    }
  }

  /// Who may use an image without another pull.
  public struct Credentials: Sendable, Hashable {
    /// Pods for which one of these Secrets gives a credential.
    public var secrets: [PullSecretIdentity]
    /// Pods that run as one of these ServiceAccounts.
    public var serviceAccounts: [PullIdentity]
    /// All Pods of the node: the image was pulled without a credential, or with the node's own.
    public var isNodeAccessible: Bool

    /// Nobody by default.
    ///
    /// - Parameters:
    ///   - secrets: Secrets whose Pods may use the image.
    ///   - serviceAccounts: ServiceAccounts whose Pods may use it.
    ///   - isNodeAccessible: whether all Pods of the node may use it.
    public init(
      secrets: [PullSecretIdentity] = [], serviceAccounts: [PullIdentity] = [],
      isNodeAccessible: Bool = false
    ) {
      self.secrets = secrets
      self.serviceAccounts = serviceAccounts
      self.isNodeAccessible = isNodeAccessible
    }
  }

  /// A record of an image. The last of several entries with the same name counts.
  ///
  /// - Parameters:
  ///   - imageRef: the runtime's name of the image.
  ///   - lastUpdatedTime: when the record was written; nil if it does not say.
  ///   - entries: who may use the image, for each of its names, in any order.
  public init(
    imageRef: String, lastUpdatedTime: Timestamp? = nil,
    credentialMapping entries: [NamedCredentials] = []
  ) {
    self.imageRef = imageRef
    self.lastUpdatedTime = lastUpdatedTime
    // Sorting is stable, so the last of equal names is the last given one.
    credentialMapping = []
    for entry in entries.sorted(by: { $0.name.precedes($1.name) }) {
      if credentialMapping.last?.name.hasSameBytes(as: entry.name) == true {
        credentialMapping.removeLast()
      }
      credentialMapping.append(entry)
    }
  }

  /// The name of its file.
  public var fileName: String { RecordFileName.name(ofKey: imageRef) }

  /// Who may use the image under this name; nil if it is not recorded under it.
  ///
  /// - Complexity: O(log n) comparisons in the number of names.
  public internal(set) subscript(name: String) -> Credentials? {
    get {
      let index = firstIndex(notBefore: name)
      return isName(name, at: index) ? credentialMapping[index].credentials : nil
    }
    set {
      let index = firstIndex(notBefore: name)
      if isName(name, at: index) { credentialMapping.remove(at: index) }
      if let newValue { credentialMapping.insert(.init(name: name, newValue), at: index) }
    }
  }

  private func firstIndex(notBefore name: String) -> Int {
    var range = credentialMapping.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        credentialMapping[middle].name.precedes(name)
        ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }

  private func isName(_ name: String, at index: Int) -> Bool {
    index < credentialMapping.count && credentialMapping[index].name.hasSameBytes(as: name)
  }
}

extension ImagePulledRecord: Hashable {
  /// Whether all parts are equal; texts are compared by their bytes.
  public static func == (one: Self, other: Self) -> Bool {
    one.imageRef.hasSameBytes(as: other.imageRef) && one.lastUpdatedTime == other.lastUpdatedTime
      && one.credentialMapping == other.credentialMapping
  }

  /// Feeds the image's bytes into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(bytesOf: imageRef) }
}

extension ImagePulledRecord.NamedCredentials: Hashable {
  /// Whether the names have the same bytes, and the credentials are equal.
  public static func == (one: Self, other: Self) -> Bool {
    one.name.hasSameBytes(as: other.name) && one.credentials == other.credentials
  }

  /// Feeds the name's bytes into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(bytesOf: name) }
}

// MARK: - Merging

/// The credential of a pull, as far as a kubelet records it. Complete: its records distinguish these
/// three.
public enum ImagePullCredential: Sendable, Hashable {
  /// No credential, or one from the node's files or from a plugin without a token.
  case node
  /// The credential of a Secret.
  case secret(PullSecretIdentity)
  /// The credential of a plugin that got a token of the Pod's ServiceAccount.
  case serviceAccount(PullIdentity)

  /// What the kubelet records about a credential that pulled an image.
  ///
  /// - Parameter credential: the credential with which the image was pulled.
  public init(_ credential: Credential) {
    self = PullSecretIdentity(credential).map(Self.secret) ?? .node
  }
}

extension ImagePulledRecord {
  /// Records that the image was pulled under a name with a credential.
  ///
  /// If all Pods of the node may use the name, that does not change. Of several hashes of one
  /// Secret, the newest is kept. (pkg/kubelet/images/pullmanager/image_pull_manager.go,
  /// `pulledRecordMergeNewCreds`)
  ///
  /// - Parameters:
  ///   - credential: the credential of the pull.
  ///   - name: the name under which it was pulled; see ``KubeletRelease/recordedName(of:)``.
  /// - Returns: whether the record changed.
  @discardableResult
  public mutating func merge(_ credential: ImagePullCredential, forName name: String) -> Bool {
    let old = self[name]
    var new = old ?? Credentials()
    guard !new.isNodeAccessible else { return false }
    switch credential {
    case .node:
      new = Credentials(isNodeAccessible: true)
    case .secret(let secret):
      new.secrets.removeAll { $0.secret == secret.secret }
      new.secrets.append(secret)
      new.secrets.sort { $0.secret < $1.secret }
    case .serviceAccount(let account):
      new.serviceAccounts.removeAll { $0 == account }
      new.serviceAccounts.append(account)
      new.serviceAccounts.sort()
    }
    guard new != old else { return false }
    self[name] = new
    return true
  }
}

// MARK: - Decoding and encoding

extension ImagePulledRecord {
  /// Decodes the content of a file, of `kubelet.config.k8s.io/v1beta1` or `v1alpha1`.
  ///
  /// - Parameter json: the file's content.
  /// - Throws: The first violation for which a kubelet rejects the file. The kubelet also reads
  ///   YAML, which is an error here: convert it first.
  public init(json: Span<UInt8>) throws(FieldViolation) { self = try Self.decode(json).document }

  /// The content of its file, as kubelets since 1.35 write it.
  ///
  /// - Returns: JSON text in UTF-8.
  public func encodeJSON() -> [UInt8] { encoded }
}

extension ImagePulledRecord: RecordDocument {
  static let kind = "ImagePulledRecord"
  static let fields = ["lastUpdatedTime", "imageRef", "credentialMapping"]
  var key: String { imageRef }

  init() { self.init(imageRef: "") }

  mutating func read(_ field: String, from reader: inout StrictReader) throws(JSONError) {
    switch field {
    case "lastUpdatedTime":
      let time = try reader.time()
      lastUpdatedTime = time == .zero ? nil : time
    case "imageRef":
      imageRef = try reader.string() ?? ""
    default:
      self = Self(
        imageRef: imageRef, lastUpdatedTime: lastUpdatedTime,
        credentialMapping: try Self.mapping(&reader))
    }
  }

  private static func mapping(
    _ reader: inout StrictReader
  ) throws(JSONError) -> [NamedCredentials] {
    var mapping: [NamedCredentials] = []
    guard var map = try reader.beginObject(fields: []) else { return mapping }
    while let name = try reader.nextKey(&map) {
      mapping.append(.init(name: name, try Credentials(&reader)))
    }
    return mapping
  }

  func write(to writer: inout JSONWriter) {
    writer.name("lastUpdatedTime")
    if let lastUpdatedTime { writer.string("\(lastUpdatedTime)") } else { writer.null() }
    writer.name("imageRef")
    writer.string(imageRef)
    guard !credentialMapping.isEmpty else { return }
    writer.name("credentialMapping")
    writer.beginObject()
    for entry in credentialMapping {
      writer.name(entry.name)
      entry.credentials.write(to: &writer)
    }
    writer.endObject()
  }
}

extension Timestamp {
  /// Go's zero time, 0001-01-01T00:00:00Z, which Kubernetes writes as `null`.
  fileprivate static let zero = Timestamp(secondsSince1970: -62_135_596_800)
}

// MARK: - Credentials

extension ImagePulledRecord.Credentials {
  fileprivate init(_ reader: inout StrictReader) throws(JSONError) {
    self.init()
    let fields = ["kubernetesSecrets", "kubernetesServiceAccounts", "nodePodsAccessible"]
    guard var object = try reader.beginObject(fields: fields) else { return }
    while let field = try reader.nextField(&object) {
      switch field {
      case "kubernetesSecrets":
        guard var elements = try reader.beginArray() else { continue }
        while try reader.nextElement(&elements) {
          secrets.append(try Self.secret(&reader, hasHash: true))
        }
      case "kubernetesServiceAccounts":
        guard var elements = try reader.beginArray() else { continue }
        while try reader.nextElement(&elements) {
          serviceAccounts.append(try Self.secret(&reader, hasHash: false).secret)
        }
      default:
        isNodeAccessible = try reader.bool() ?? false
      }
    }
  }

  /// A Secret or a ServiceAccount, which has the same fields without a hash.
  private static func secret(
    _ reader: inout StrictReader, hasHash: Bool
  ) throws(JSONError) -> PullSecretIdentity {
    var identity = PullIdentity(uid: "", namespace: "", name: "")
    var hash = ""
    let fields = ["uid", "namespace", "name"] + (hasHash ? ["credentialHash"] : [])
    if var object = try reader.beginObject(fields: fields) {
      while let field = try reader.nextField(&object) {
        let text = try reader.string() ?? ""
        switch field {
        case "uid": identity.uid = text
        case "namespace": identity.namespace = text
        case "name": identity.name = text
        default: hash = text
        }
      }
    }
    return PullSecretIdentity(identity, credentialHash: hash)
  }

  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    if !secrets.isEmpty {
      writer.name("kubernetesSecrets")
      writer.beginArray()
      for secret in secrets { Self.write(secret.secret, hash: secret.credentialHash, to: &writer) }
      writer.endArray()
    }
    if !serviceAccounts.isEmpty {
      writer.name("kubernetesServiceAccounts")
      writer.beginArray()
      for account in serviceAccounts { Self.write(account, hash: nil, to: &writer) }
      writer.endArray()
    }
    if isNodeAccessible {
      writer.name("nodePodsAccessible")
      writer.bool(true)
    }
    writer.endObject()
  }

  private static func write(
    _ identity: PullIdentity, hash: String?, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    let members = [
      ("uid", identity.uid), ("namespace", identity.namespace), ("name", identity.name),
    ]
    for (name, value) in members {
      writer.name(name)
      writer.string(value)
    }
    if let hash {
      writer.name("credentialHash")
      writer.string(hash)
    }
    writer.endObject()
  }
}
