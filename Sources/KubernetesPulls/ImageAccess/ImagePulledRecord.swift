import ImagePullCredentials

/// What a kubelet remembers of an image that it pulled: a file in `image_manager/pulled`.
public struct ImagePulledRecord: Sendable {
  /// When it was last written; nil: the record does not say.
  public var lastUpdatedTime: Timestamp?
  /// What the container runtime calls the image, often the id of its content, `sha256:…`.
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
    public init(name: String, _ credentials: Credentials) {
      self.name = name
      self.credentials = credentials
    }
  }

  /// Who may use an image without the registry being asked again.
  public struct Credentials: Sendable, Hashable {
    /// Pods for which one of these Secrets gives a credential.
    public var secrets: [PullSecretIdentity]
    /// Pods that run as one of these ServiceAccounts.
    public var serviceAccounts: [PullIdentity]
    /// All Pods of the node: the image was pulled without a credential, or with the node's own.
    public var isNodeAccessible: Bool

    /// Nobody, unless arguments say otherwise.
    public init(
      secrets: [PullSecretIdentity] = [], serviceAccounts: [PullIdentity] = [],
      isNodeAccessible: Bool = false
    ) {
      self.secrets = secrets
      self.serviceAccounts = serviceAccounts
      self.isNodeAccessible = isNodeAccessible
    }
  }

  /// A record of an image. Of entries with one name the last counts.
  public init(
    imageRef: String, lastUpdatedTime: Timestamp? = nil,
    credentialMapping entries: [NamedCredentials] = []
  ) {
    self.imageRef = imageRef
    self.lastUpdatedTime = lastUpdatedTime
    // Sorting is stable, so the last of equals is the last one given.
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
  /// - Complexity: O(log n) comparisons, n being the number of names.
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
  /// Whether all parts are the same, texts having the same bytes.
  public static func == (one: Self, other: Self) -> Bool {
    one.imageRef.hasSameBytes(as: other.imageRef) && one.lastUpdatedTime == other.lastUpdatedTime
      && one.credentialMapping == other.credentialMapping
  }

  /// Feeds the image's bytes into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(bytesOf: imageRef) }
}

extension ImagePulledRecord.NamedCredentials: Hashable {
  /// Whether the names have the same bytes, and the credentials are the same.
  public static func == (one: Self, other: Self) -> Bool {
    one.name.hasSameBytes(as: other.name) && one.credentials == other.credentials
  }

  /// Feeds the name's bytes into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(bytesOf: name) }
}
