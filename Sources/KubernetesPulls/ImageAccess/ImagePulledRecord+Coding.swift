import ImagePullCredentials

extension ImagePulledRecord {
  /// Decodes the content of a file, of `kubelet.config.k8s.io/v1beta1` or `v1alpha1`.
  ///
  /// - Throws: The first violation for which a kubelet refuses the file. The kubelet reads YAML as
  ///   well, which is an error here: convert it first.
  public init(json: Span<UInt8>) throws(FieldViolation) { self = try Self.decode(json).document }

  /// The content of its file, as a kubelet writes it since 1.35.
  public var json: [UInt8] { encoded }
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

  /// A Secret, or a ServiceAccount, which is the same without a hash.
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
